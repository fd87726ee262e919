namespace Trainer.Evaluation.Reports;

/// <summary>How a report looks, in daylight, at night and on paper.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet. It must not hold what data could change, for it is written unescaped.</summary>
    public const string Css = """
        :root { color-scheme: light dark; --back: #f6f7f9; --panel: #fff; --ink: #1c2430; --soft: #667085; --edge: #e1e5eb;
          --wrong: #c62828; --wrong-back: #fde4e4; --right: #1b7a3d; --right-back: #e0f4e6;
          --c0: #2f6fde; --c1: #e0782a; --c2: #23966a; --c3: #a44ac2; --c4: #c9a227; --c5: #d1456b; }
        @media (prefers-color-scheme: dark) { :root { --back: #12161c; --panel: #1b212a; --ink: #e6e9ee; --soft: #98a2b3;
          --edge: #303846; --wrong: #ff9b95; --wrong-back: #4a2022; --right: #8fdca9; --right-back: #17402a;
          --c0: #7aa7ff; --c1: #ffad70; --c2: #66d2a4; --c3: #d59bea; --c4: #e8cb62; --c5: #ff8fac; } }
        body { margin: 0 auto; padding: 2rem 1.5rem; max-width: 68rem; background: var(--back); color: var(--ink);
          font: 15px/1.55 system-ui, sans-serif; }
        h1 { font-size: 1.9rem; margin: 0 0 1.5rem; letter-spacing: -.02em; }
        h2 { font-size: 1.15rem; margin: 0 0 .9rem; } h3 { font-size: .8rem; margin: 0; color: var(--soft); }
        section { background: var(--panel); border: 1px solid var(--edge); border-radius: 12px; padding: 1.3rem 1.5rem; margin: 0 0 1.2rem; }
        .cards, .charts, .answers { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); }
        .charts { grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); }
        .card { border-left: 4px solid var(--c0); padding: .1rem 0 .1rem .9rem; }
        .label, .note { color: var(--soft); font-size: .85rem; } .value { font-size: 1.8rem; font-weight: 650; line-height: 1.25; }
        table { border-collapse: collapse; width: 100%; } th { color: var(--soft); font-weight: 600; font-size: .85rem; }
        th, td { text-align: left; padding: .45rem .8rem .45rem 0; border-bottom: 1px solid var(--edge); overflow-wrap: anywhere; }
        tr:last-child > * { border-bottom: 0; } .number { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .bar { width: 13rem; height: 1rem; display: block; } .axis, .grid { stroke: var(--edge); }
        .interval { stroke: var(--c0); stroke-width: 6; stroke-linecap: round; opacity: .4; } .score { fill: var(--c0); }
        figure { margin: 0; } figcaption { font-weight: 600; } figure svg { width: 100%; }
        .tick { fill: var(--soft); font-size: 10px; } .value.tick { text-anchor: end; dominant-baseline: middle; font-weight: 400; }
        .step { text-anchor: middle; } .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
        .area { fill: currentColor; fill-opacity: .35; stroke: currentColor; }
        .key { margin-right: 1rem; font-size: .85rem; } .key::before { content: "— "; font-weight: 900; }
        .colour0 { color: var(--c0); } .colour1 { color: var(--c1); } .colour2 { color: var(--c2); }
        .colour3 { color: var(--c3); } .colour4 { color: var(--c4); } .colour5 { color: var(--c5); }
        .sample { display: grid; grid-template-columns: 12rem 1fr; gap: 1.3rem; padding: 1rem 0; border-top: 1px solid var(--edge); }
        .sample img { width: 100%; border-radius: 8px; } .prompt { font-weight: 600; margin: 0 0 .7rem; }
        .answer p { margin: .2rem 0 0; white-space: pre-line; } .truth { color: var(--soft); margin: .8rem 0 0; font-size: .9rem; }
        .rewarded td { vertical-align: top; } .rewarded img { width: 6.5rem; border-radius: 6px; display: block; }
        .rewarded p { margin: 0 0 .25rem; } .rewarded .number { text-align: right; padding: .45rem 0 .45rem .8rem; } .rewarded .said { white-space: pre-line; }
        .rewarded .total { font-weight: 650; } .rewarded .group { padding-top: 1rem; color: var(--ink); }
        mark { border-radius: 4px; padding: 0 .2em; } .right { color: var(--right); background: var(--right-back); }
        .wrong { color: var(--wrong); background: var(--wrong-back); text-decoration: underline wavy; }
        .words { margin: .2rem 0 1rem; line-height: 2; } .words span { padding: .15em 0; white-space: pre-wrap; }
        .untrue { text-decoration: underline wavy var(--wrong); } .maps { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); }
        .maps svg { border-radius: 8px; display: block; }
        .heat0 { background: color-mix(in srgb, var(--c1) 0%, transparent); } .shade0 { fill: #ff2a2a; opacity: 0.00; } .heat1 { background: color-mix(in srgb, var(--c1) 8%, transparent); } .shade1 { fill: #ff2a2a; opacity: 0.08; }
        .heat2 { background: color-mix(in srgb, var(--c1) 16%, transparent); } .shade2 { fill: #ff2a2a; opacity: 0.16; } .heat3 { background: color-mix(in srgb, var(--c1) 24%, transparent); } .shade3 { fill: #ff2a2a; opacity: 0.24; }
        .heat4 { background: color-mix(in srgb, var(--c1) 32%, transparent); } .shade4 { fill: #ff2a2a; opacity: 0.32; } .heat5 { background: color-mix(in srgb, var(--c1) 40%, transparent); } .shade5 { fill: #ff2a2a; opacity: 0.40; }
        .heat6 { background: color-mix(in srgb, var(--c1) 48%, transparent); } .shade6 { fill: #ff2a2a; opacity: 0.48; } .heat7 { background: color-mix(in srgb, var(--c1) 56%, transparent); } .shade7 { fill: #ff2a2a; opacity: 0.56; }
        .heat8 { background: color-mix(in srgb, var(--c1) 64%, transparent); } .shade8 { fill: #ff2a2a; opacity: 0.64; } .heat9 { background: color-mix(in srgb, var(--c1) 72%, transparent); } .shade9 { fill: #ff2a2a; opacity: 0.72; }
        .original { display: grid; grid-template-columns: 12rem 1fr; gap: 1.3rem; margin: .8rem 0; } .original img { width: 100%; border-radius: 8px; } .original .note, .unused { overflow-wrap: anywhere; }
        .said { margin: .1rem 0 .6rem; white-space: pre-line; overflow-wrap: anywhere; } .unused { color: var(--wrong); font-weight: 600; margin: 0; }
        .tokens { margin: .3rem 0 .9rem; font: 12px/1.4 ui-monospace, monospace; }
        .tokens span { display: inline-block; margin: 1px; padding: 0 .25em; border-radius: 3px; white-space: pre-wrap; overflow-wrap: anywhere; }
        .masked { color: var(--soft); background: color-mix(in srgb, var(--soft) 12%, transparent); } .learnt { color: var(--right); background: var(--right-back); font-weight: 600; }
        .scored { outline: 2px solid var(--right); font-weight: 600; }
        .picture { background: color-mix(in srgb, var(--c0) 25%, transparent); } .cut { color: var(--wrong); background: var(--wrong-back); text-decoration: line-through; }
        pre { overflow-x: auto; margin: 0; font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; }
        @media (max-width: 40rem) { .sample, .original { grid-template-columns: 1fr; } }
        @media print { body { max-width: none; padding: 0; background: none; } section { border: 0; padding: 0 0 1rem; }
          .sample, figure, tr, .card { break-inside: avoid; } mark, .card, .tokens span { print-color-adjust: exact; } }
        """;
}
