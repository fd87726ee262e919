// The page asks the same API as every other client; it keeps nothing and loads nothing from anywhere else.
const one = (selector, from = document) => from.querySelector(selector);
const columns = [...document.querySelectorAll(".column")].map((section) => ({ section, messages: [] }));
let picture = null;
let leaving = new AbortController();

// --- Beginning ---------------------------------------------------------------------------------------------------
async function begin() {
  const [models, decoders] = await Promise.all(["/v1/models", "/v1/decoders"].map(read));
  const names = models.data.map((model) => model.id);
  const strategies = decoders.strategies;
  columns.forEach((column, i) => {
    column.section.append(one("#column").content.cloneNode(true));
    fill(field(column, "model"), names, names[i] ?? names[0]);
    fill(field(column, "strategy"), strategies, i > 0 && names.length === 1 && strategies.includes("vdd") ? "vdd" : "greedy");
  });
}

async function read(path) {
  const reply = await fetch(path);
  const data = await reply.json();
  if (!reply.ok) {
    throw new Error(data.error.message);
  }
  return data;
}

const field = (column, name) => one(`[name=${name}]`, column.section);

function fill(select, values, chosen) {
  select.append(...values.map((value) => new Option(value, value, false, value === chosen)));
}

// --- Asking ------------------------------------------------------------------------------------------------------
async function ask(question) {
  one("#send").disabled = true;
  one("#stop").disabled = false;
  leaving = new AbortController();
  await Promise.all(columns.map((column) => answer(column, question, leaving.signal)));
  one("#send").disabled = false;
  one("#stop").disabled = true;
}

async function answer(column, question, signal) {
  const asked = { role: "user", content: contentOf(question, column.messages.length === 0) };
  add(column, "question", question);
  const shown = add(column, "answer growing", "");
  const began = performance.now();
  try {
    const end = await stream(requestOf(column, asked), signal, (piece) => {
      shown.textContent += piece;
      scroll(column);
    });
    column.messages.push(asked, { role: "assistant", content: shown.textContent });
    add(column, "measure", `${end.usage.completion_tokens} ${end.usage.completion_tokens === 1 ? "token" : "tokens"}, ${((performance.now() - began) / 1000).toFixed(1)} s${end.reason === "length" ? ", cut at the most tokens" : ""}`);
  } catch (error) {
    // What was not answered whole is no part of the conversation.
    add(column, "failure", signal.aborted ? "Stopped; the next question does not build on this one." : error.message);
  }
  shown.classList.remove("growing");
}

const contentOf = (question, isFirst) => picture && isFirst
  ? [{ type: "image_url", image_url: { url: picture } }, { type: "text", text: question }]
  : question;

function requestOf(column, asked) {
  return {
    model: field(column, "model").value,
    messages: [...column.messages, asked],
    decoder: { strategy: field(column, "strategy").value, max_new_tokens: Number(field(column, "max_new_tokens").value), ...settingsOf(field(column, "more").value) },
    stream: true,
    stream_options: { include_usage: true },
  };
}

// Words such as num_beams=3, under the names that recipes use; whatever is wrong with them the server says best.
function settingsOf(text) {
  return Object.fromEntries(text.split(/\s+/).filter(Boolean).map((word) => {
    const [key, ...rest] = word.split("=");
    return [key, valueOf(rest.join("="))];
  }));
}

function valueOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// --- Server-sent events ------------------------------------------------------------------------------------------
async function stream(body, signal, hear) {
  const reply = await fetch("/v1/chat/completions", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
  if (!reply.ok) {
    throw new Error((await reply.json()).error.message);
  }

  const end = { reason: null, usage: { completion_tokens: 0 } };
  for await (const { choices, usage, error } of eventsOf(reply.body)) {
    if (error) {
      throw new Error(error.message);
    }
    hear(choices[0]?.delta.content ?? "");
    end.reason = choices[0]?.finish_reason ?? end.reason;
    end.usage = usage ?? end.usage;
  }
  return end;
}

async function* eventsOf(bytes) {
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      throw new Error("The server ended in the middle of the answer.");
    }
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const data of events.map((event) => event.slice("data: ".length))) {
      if (data === "[DONE]") {
        return;
      }
      yield JSON.parse(data);
    }
  }
}

// --- Showing -----------------------------------------------------------------------------------------------------
function add(column, kind, text) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  one(".talk", column.section).append(line);
  scroll(column);
  return line;
}

function scroll(column) {
  const talk = one(".talk", column.section);
  talk.scrollTop = talk.scrollHeight;
}

function anew() {
  leaving.abort();
  for (const column of columns) {
    column.messages = [];
    one(".talk", column.section).replaceChildren();
  }
  one("#question").focus();
}

function say(problem) {
  one("#alert").textContent = problem;
  one("#alert").hidden = problem === "";
}

// --- The picture -------------------------------------------------------------------------------------------------
function show(file) {
  if (!file?.type.startsWith("image/")) {
    say(file ? `${file.name} is no picture.` : "");
    return;
  }
  const reader = new FileReader();
  reader.addEventListener("load", () => exchange(reader.result));
  reader.readAsDataURL(file);
}

// Another picture is another conversation: what was said is about the one before.
function exchange(url) {
  say("");
  picture = url;
  one("#shown").hidden = one("#remove").hidden = url === null;
  one("#hint").hidden = url !== null;
  if (url) {
    one("#shown").src = url;
  }
  one("#file").value = "";
  anew();
}

// --- What people do ----------------------------------------------------------------------------------------------
one("#file").addEventListener("change", (event) => show(event.target.files[0]));
one("#remove").addEventListener("click", () => exchange(null));
document.addEventListener("paste", (event) => event.clipboardData.files.length > 0 && show(event.clipboardData.files[0]));
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    one("#picture").classList.toggle("over", kind === "dragover");
    if (kind === "drop") {
      show(event.dataTransfer.files[0]);
    }
  });
}

one("#ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const question = one("#question").value.trim();
  if (question && !one("#send").disabled) {
    one("#question").value = "";
    ask(question);
  }
});
one("#question").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    one("#ask").requestSubmit();
  }
});
one("#stop").addEventListener("click", () => leaving.abort());
one("#anew").addEventListener("click", anew);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    leaving.abort();
  } else if (event.altKey && event.code === "KeyN") {
    event.preventDefault();
    anew();
  }
});

begin().catch((error) => say(error.message));
one("#question").focus();
