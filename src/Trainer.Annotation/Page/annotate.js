// The page keeps nothing itself but a name and tastes: every mark is at the server before the next can be made.
const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const questions = ["hallucination", "helpfulness"];
let view = null;

// What is done waits for what was done before. After a failure nothing that waited is done, for it may be about another pair.
let queue = Promise.resolve();
let failures = 0;

// --- Talking to the server ---------------------------------------------------------------------------------------
async function ask(path, body) {
  const reply = await fetch(path, body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const data = await reply.json();
  if (!reply.ok) {
    throw Object.assign(new Error(data.error), { view: data.view });
  }
  return data;
}

function act(request) {
  const known = failures;
  queue = queue.then(() => (known === failures ? perform(request()) : undefined));
  return queue;
}

async function perform(request) {
  if (!request) {
    return;
  }
  try {
    show(await ask(`/api/annotators/${encodeURIComponent(localStorage.annotator)}${request.path}`, request.body));
    say("");
  } catch (error) {
    failures++;
    if (error.view) {
      show(error.view);
    }
    say(error instanceof TypeError ? "The server does not answer, so this was not saved. Once it runs again, do it once more." : error.message);
  }
}

const asked = () => view?.item && questions.find((question) => view.item[question] === null);
const join = () => act(() => ({ path: "", body: {} }));
const mark = (side) => act(() => asked() && { path: "/marks", body: { item: view.item.number, question: asked(), side } });
const skip = () => act(() => view?.item && { path: "/skips", body: { item: view.item.number } });
const undo = () => act(() => view && { path: "/undo", body: { item: view.item?.number ?? null } });

// --- Showing -----------------------------------------------------------------------------------------------------
function show(next) {
  const isOther = view?.item?.number !== next.item?.number;
  view = next;
  one("#welcome").hidden = true;
  one("header").hidden = false;
  one("#work").hidden = !view.item;
  one("#finished").hidden = Boolean(view.item);
  showProgress();
  if (view.item) {
    showItem(isOther);
  } else {
    showAgreement();
  }
}

function showProgress() {
  one("#count").textContent = `${view.done} of ${view.total}`;
  one("#who").textContent = view.annotator;
  one("#judged").textContent = `${view.judged} of ${view.items} judged by anybody`;
  one("#fill").style.width = `${view.total ? (100 * view.done) / view.total : 100}%`;
  one("#bar").setAttribute("aria-valuemax", view.total);
  one("#bar").setAttribute("aria-valuenow", view.done);
  one("#undo").disabled = view.done === 0 && !(view.item && view.item.hallucination);
  one("#skip").disabled = !view.item;
}

function showItem(isOther) {
  const item = view.item;
  if (isOther) {
    one("#pictures").replaceChildren(...Array.from({ length: item.pictures }, (_, index) => picture(item.number, index)));
    one("#context").replaceChildren(...item.turns.slice(0, -1).map((turn) => element("p", turn.text, turn.from)));
    one("#question").textContent = item.turns.at(-1).text;
    const [left, right] = differences(item.left, item.right);
    one("#left").replaceChildren(...left);
    one("#right").replaceChildren(...right);
    all("#question, article").forEach((box) => { box.scrollTop = 0; });
    one("#context").scrollTop = one("#context").scrollHeight;
    window.scrollTo(0, 0);
  }
  for (const box of all("[data-question]")) {
    box.classList.toggle("asked", box.dataset.question === asked());
    for (const button of box.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", button.dataset.side === item[box.dataset.question]);
      button.disabled = box.dataset.question !== asked();
    }
  }
}

function picture(item, index) {
  const image = element("img");
  image.src = `/api/pictures/${item}/${index}`;
  image.alt = "The picture to judge by";
  image.addEventListener("click", () => zoom(image));
  return image;
}

function zoom(image = one("#pictures img")) {
  if (image) {
    one("#zoom").replaceChildren(image.cloneNode());
    one("#zoom").showModal();
  }
}

async function showAgreement() {
  try {
    const report = await ask("/api/agreement");
    const people = Object.entries(report.annotators).map(([name, count]) => [name, count]);
    const share = (value) => (value === null ? "–" : `${(100 * value).toFixed(1)} %`);
    const figure = (value) => (value === null ? "–" : value.toFixed(3));
    const rows = report.questions.map((q) => [q.question, q.items, q.comparisons, share(q.percent_agreement), figure(q.cohen_kappa), figure(q.krippendorff_alpha)]);
    for (const box of all("div.agreement")) {
      box.replaceChildren(table(["annotator", "pairs judged"], people), table(["question", "shared pairs", "comparisons", "agree", "Cohen's κ", "Krippendorff's α"], rows));
    }
  } catch (error) {
    say(error.message);
  }
}

function table(head, rows) {
  const result = element("table");
  const line = (cells, tag) => {
    const row = element("tr");
    row.append(...cells.map((cell) => element(tag, cell)));
    return row;
  };
  result.append(line(head, "th"), ...rows.map((row) => line(row, "td")));
  return result;
}

function element(tag, text = "", name = "") {
  const result = document.createElement(tag);
  result.textContent = text;
  result.className = name;
  return result;
}

function say(message) {
  one("#alert").textContent = message;
  one("#alert").hidden = !message;
}

// --- Which words differ: what is left of each answer without their longest common subsequence of words ------------------
function differences(left, right) {
  const words = [left, right].map((text) => text.match(/\S+\s*/g) ?? []);
  const common = commonWords(...words.map((list) => list.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "") || word.trim())));
  return words.map((list, side) => {
    const runs = [];
    list.forEach((word, place) => {
      const differs = !common[side].has(place);
      if (runs.at(-1)?.differs === differs) {
        runs.at(-1).text += word;
      } else {
        runs.push({ differs, text: word });
      }
    });
    return runs.flatMap((run) => (run.differs ? [element("mark", run.text.trimEnd()), run.text.slice(run.text.trimEnd().length)] : [run.text]));
  });
}

function commonWords(a, b) {
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const found = [new Set(), new Set()];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      found[0].add(i++);
      found[1].add(j++);
    } else if (length[i + 1][j] >= length[i][j + 1]) {
      i++;
    } else {
      j++;
    }
  }
  return found;
}

// --- Keys and buttons --------------------------------------------------------------------------------------------
const keys = {
  a: () => mark("left"), ArrowLeft: () => mark("left"),
  b: () => mark("right"), ArrowRight: () => mark("right"),
  n: () => mark("same"), ArrowDown: () => mark("same"),
  u: undo, Backspace: undo, s: skip,
  z: () => zoom(), d: () => one("#answers").classList.toggle("plain"),
  g: () => one("#guide").showModal(), "?": () => one("#guide").showModal(), t: changeTheme,
};

document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof HTMLInputElement;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !keys[key]) {
    return;
  }
  event.preventDefault();
  const open = one("dialog[open]");
  if (open) {
    open.close();
  } else if (view) {
    keys[key]();
  }
});

function changeTheme() {
  const isDark = getComputedStyle(document.documentElement).colorScheme === "dark"
    || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  localStorage.theme = isDark ? "light" : "dark";
  document.documentElement.dataset.theme = localStorage.theme;
}

all("[data-question] button").forEach((button) => button.addEventListener("click", () => mark(button.dataset.side)));
one("#who").addEventListener("click", welcome);
one("#undo").addEventListener("click", undo);
one("#skip").addEventListener("click", skip);
one("#theme").addEventListener("click", changeTheme);
one("#show-guide").addEventListener("click", () => one("#guide").showModal());
one("#show-agreement").addEventListener("click", () => showAgreement().then(() => one("#agreement").showModal()));
one("#zoom").addEventListener("click", () => one("#zoom").close());
all(".close").forEach((button) => button.addEventListener("click", () => button.closest("dialog").close()));
one("#welcome").addEventListener("submit", (event) => {
  event.preventDefault();
  localStorage.annotator = one("#name").value.trim();
  begin().then(() => {
    if (view?.done === 0) {
      one("#guide").showModal();
    }
  });
});

function begin() {
  return join().then(() => view || welcome());
}

function welcome() {
  view = null;
  one("#welcome").hidden = false;
  one("header").hidden = one("#work").hidden = one("#finished").hidden = true;
  one("#name").focus();
}

// --- Start: a token in the address has become a cookie and need not stay in sight ---------------------------------------
if (location.search) {
  history.replaceState(null, "", "/");
}
if (localStorage.theme) {
  document.documentElement.dataset.theme = localStorage.theme;
}
if (localStorage.annotator) {
  one("#name").value = localStorage.annotator;
  begin();
} else {
  welcome();
}
