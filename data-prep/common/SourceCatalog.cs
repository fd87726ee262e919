using Trainer.Preparation.AOkvqa;
using Trainer.Preparation.Bpo;
using Trainer.Preparation.Coco;
using Trainer.Preparation.Flickr30k;
using Trainer.Preparation.LlavaInstruct;
using Trainer.Preparation.LlavaRlhf;
using Trainer.Preparation.RlaifV;
using Trainer.Preparation.RlhfV;
using Trainer.Preparation.SpaVl;
using Trainer.Preparation.Vlfeedback;
using Trainer.Preparation.VqaV2;

namespace Trainer.Preparation.Common;

/// <summary>
/// The datasets that can be prepared. To add one: a folder in data-prep with an <see cref="IDataSource"/> and its card, one line below,
/// a fixture with its golden output in tests/Trainer.Preparation.Tests, and a row in docs/data-preparation.md.
/// </summary>
public static class SourceCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IDataSource> All { get; } =
    [
        new CocoSource(),
        new LlavaInstructSource(),
        new VqaSource(),
        new AokvqaSource(),
        new FlickrSource(),
        new LlavaRlhfSource(),
        new BpoSource(),
        new RlhfVSource(),
        new RlaifVSource(),
        new VlFeedbackSource(),
        new SpaVlSource(),
    ];

    /// <summary>A source by its name; null where there is none.</summary>
    public static IDataSource? Find(string name) => All.FirstOrDefault(source => source.Name == name);
}
