// The chat: sends what is typed, shows what the report says. All wording stands in the page; every text is set as text.

const PATIENCE = 20_000; // milliseconds to wait for an answer

const log = document.getElementById("log");
const form = document.getElementById("ask");
const input = document.getElementById("question");
const hasKeyboard = matchMedia("(hover: hover) and (pointer: fine)").matches;

/** A copy of the one element in the page's template `id`. */
function copy(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/** The passage in pieces, each with whether it is emphasised; the ranges count characters, not UTF-16 units. */
function runs(text, ranges) {
  const pieces = [];
  Array.from(text).forEach((character, place) => {
    const bold = ranges.some(([start, end]) => start <= place && place < end);
    const last = pieces.at(-1);
    if (last?.bold === bold) last.text += character;
    else pieces.push({ text: character, bold });
  });
  return pieces;
}

function quotation(source) {
  return runs(source.text, source.highlights).map(({ text, bold }) => {
    if (!bold) return document.createTextNode(text);
    const strong = document.createElement("strong");
    strong.textContent = text;
    return strong;
  });
}

/** Sets an element's text, or takes the element away when there is none. */
function fill(element, text) {
  if (text) element.textContent = text;
  else element.remove();
}

function passage(source, heading) {
  const part = copy("passage");
  fill(part.querySelector("h4"), heading);
  fill(part.querySelector(".direct"), source.direct === source.title ? "" : source.direct);
  part.querySelector("blockquote").append(...quotation(source));
  part.querySelector("cite").textContent = source.place;
  return part;
}

function sheet(answer) {
  const article = copy("answer");
  const one = answer.sources.length === 1;
  const kind = document.querySelector("template#kinds").content.querySelector(`[data-kind="${answer.kind}"]`);
  article.dataset.kind = answer.kind;
  fill(article.querySelector(".kind"), kind?.textContent);
  fill(article.querySelector("h3"), one ? answer.sources[0].heading : answer.title);
  fill(article.querySelector(".count"), one ? "" : answer.count);
  article.querySelector(".passages").append(...answer.sources.map((each) => passage(each, one ? "" : each.heading)));
  return article;
}

function nearest(suggestions) {
  const article = copy("unsure");
  const rows = suggestions.map(({ id, heading, text }) => {
    const row = copy("near");
    row.querySelector("strong").textContent = heading;
    fill(row.querySelector("span"), text === heading ? "" : text);
    row.querySelector("button").addEventListener("click", () => turn(heading, `/api/entry/${encodeURIComponent(id)}`));
    return row;
  });
  article.querySelector("ul").append(...rows);
  return article;
}

function shown(answer) {
  if (answer.outcome === "answer") return sheet(answer);
  return answer.suggestions.length ? nearest(answer.suggestions) : copy("nothing");
}

/** What went wrong: the program's own sentence, or that it can't be reached; with a button that asks again. */
function problem(message, again) {
  const article = copy("problem");
  if (message) article.querySelector("p").textContent = message;
  article.querySelector("button").addEventListener("click", () => {
    article.remove();
    again();
  });
  return article;
}

/** Asks the program; gives the element to show, whatever happens. */
async function reply(address, again) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    const body = await response.json();
    return response.ok ? shown(body) : problem(body.message, again);
  } catch {
    return problem("", again);
  }
}

/** One turn of the conversation: what the person said, and below it what comes from `address`. */
async function turn(said, address) {
  const bubble = copy("said");
  bubble.querySelector("p").textContent = said;
  log.append(bubble);
  await answer(address, bubble);
}

async function answer(address, bubble) {
  const waiting = copy("waiting");
  bubble.after(waiting);
  reveal(bubble);
  waiting.replaceWith(await reply(address, () => answer(address, bubble)));
  reveal(bubble);
}

/** Brings a question to the top, so that a long answer is read from its beginning. */
function reveal(bubble) {
  bubble.scrollIntoView({ block: "start" });
}

function ask(question) {
  return turn(question, `/api/ask?${new URLSearchParams({ q: question })}`);
}

function grow() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = input.value.trim();
  input.focus();
  if (!question) return;
  input.value = "";
  grow();
  ask(question);
});

input.addEventListener("input", grow);

input.addEventListener("keydown", (event) => {
  // While an input method composes, Enter takes its suggestion; Safari says so by the key code alone.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  form.requestSubmit();
});

document.querySelector(".examples")?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) ask(button.querySelector("span").textContent);
});

if (hasKeyboard) input.focus();
