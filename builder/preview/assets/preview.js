// The page of the preview: takes what a save changed, keeps its place, and leads from words to the brief.
"use strict";

const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const SVG = "http://www.w3.org/2000/svg";
const KEYS = [
  ["1 2 3", "slides, one-page or memo alone"], ["0", "all three"], ["j k", "next and previous text"],
  ["e", "next problem"], ["b", "the brief beside the pages"], ["n", "speaker notes"],
  ["p", "the memo on pages, by LibreOffice"], ["d", "dark or light frame"],
  ["Esc", "pick nothing"], ["?", "these keys"],
];

let state = JSON.parse($("#state").textContent);
let picked = "";
let gone = false; // whether the server no longer answers
let halt = ""; // why it no longer notices saves
let reached = -1; // the problem that the key reached last

const node = (tag, options = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "on") made.addEventListener("click", value);
    else made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
};
const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const belongs = (path, whole) => path === whole || path.startsWith(whole + ".") || path.startsWith(whole + "[");
const pathsOf = ({ dataset }) => [dataset.path, ...(dataset.also ? dataset.also.split("|") : [])];
const shownAt = (path) => $$("main [data-path]").filter((one) => pathsOf(one).some((each) => belongs(each, path)));
const showing = (path) => $$("main [data-path]").filter((one) => pathsOf(one).includes(path));
const shownFirst = (path) => shownAt(path).sort((one, other) => !!one.closest("details") - !!other.closest("details"))[0];
// Where a value is shown, or else the smallest part around it that is.
const shownNear = (path) => {
  for (let part = path; part; part = part.slice(0, Math.max(part.lastIndexOf("."), part.lastIndexOf("["), 0))) {
    const found = shownFirst(part);
    if (found) return found;
  }
  return null;
};
const bar = ({ words, budget }) => {
  const label = `${words} of ${counted(budget, "word")}`;
  const range = { min: 0, low: 0, high: budget, optimum: 0, max: Math.max(words, budget), value: words };
  return node("meter", { ...range, title: label, "aria-label": label });
};

// Marks on the pages

function mark(element, kind) {
  element.classList.add(kind);
  if (!(element instanceof SVGElement)) return;
  const box = element.getBBox();
  if (!box.width) return;
  const colours = { picked: "#5aa9ea", error: "#a8201a", warning: "#b07400" };
  const rect = document.createElementNS(SVG, "rect");
  const line = kind !== "picked";
  const shape = line ? [box.x, box.y + box.height - 1, box.width, 1.5] : [box.x - 2, box.y - 1, box.width + 4, box.height + 2];
  ["x", "y", "width", "height"].forEach((name, index) => rect.setAttribute(name, shape[index]));
  rect.setAttribute("class", `hit ${kind}-hit`);
  rect.setAttribute("fill", colours[kind]);
  if (line) element.append(rect);
  else {
    rect.setAttribute("fill-opacity", "0.3");
    rect.setAttribute("stroke", colours[kind]);
    element.prepend(rect);
  }
}

function unmark(kind) {
  $$(`.${kind}-hit`).forEach((one) => one.remove());
  $$(`main .${kind}`).filter((one) => one.dataset.path).forEach((one) => one.classList.remove(kind));
}

function markProblems() {
  unmark("error");
  unmark("warning");
  for (const problem of problems()) {
    if (problem.path) shownAt(problem.path).forEach((one) => mark(one, problem.severity));
  }
}

const problems = () => (state.verdict ? state.verdict.problems : state.problems);

// What is picked

function pick(path, from = null) {
  picked = path;
  unmark("picked");
  const found = path ? showing(path) : [];
  found.forEach((one) => mark(one, "picked"));
  const panel = $("#picked");
  panel.hidden = !path;
  $("#hint").hidden = Boolean(path || state.text);
  panel.replaceChildren();
  if (!path) return showLine(0);
  const place = state.places[path] || {};
  const words = (from || found[0])?.textContent.trim() || "";
  panel.append(node("p", { class: "words-of", lang: state.language }, words.length > 160 ? `${words.slice(0, 160)}…` : words));
  const list = node("dl");
  const add = (name, ...values) => list.append(node("dt", {}, name), node("dd", {}, ...values));
  add("In the brief", place.line ? `${place.file || ""} line ${place.line}`.trim() : "made by the builder");
  add("Path", node("code", {}, path));
  if (place.id) add("Id", node("code", {}, place.id));
  if (place.budget) {
    add("Length", bar(place), ` ${place.words} of ${counted(place.budget, "word")}`);
  }
  add("Appears in", places(found));
  if (place.facts) add("Facts", ...place.facts.map((one) => node("div", {}, one)));
  if (place.sources) add("Sources", node("ul", {}, ...place.sources.map((one) => node("li", {}, state.sources[one]))));
  panel.append(list);
  showLine(place.file ? 0 : place.line);
}

function places(found) {
  const list = node("ul");
  const seen = new Map();
  for (const one of found) {
    const name = placeOf(one);
    if (!seen.has(name)) seen.set(name, one);
  }
  for (const [name, one] of seen) list.append(node("li", {}, node("button", { type: "button", on: () => reveal(one) }, name)));
  return list;
}

// Where on the page an element is: "slide 3", or the heading of the memo that it is under.
function placeOf(element) {
  const { place } = element.closest("[data-place]").dataset;
  if (place !== "memo") return place;
  let heading = "";
  for (const one of $$("h1, h2, h3", element.closest("article"))) {
    if (!(one.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
    heading = one.textContent.trim();
  }
  return heading ? `memo, “${heading.length > 44 ? `${heading.slice(0, 43)}…` : heading}”` : place;
}

function reveal(element) {
  const product = element.closest(".product");
  if (!product) return;
  const view = $("main").dataset.view;
  if (view !== "all" && view !== product.id) show(product.id);
  const notes = element.closest("details");
  if (notes) notes.open = true;
  const scroll = element.closest(".scroll");
  const box = element.getBoundingClientRect();
  const frame = scroll.getBoundingClientRect();
  if (box.top < frame.top || box.bottom > frame.bottom) {
    scroll.scrollTop += box.top - frame.top - Math.max((frame.height - box.height) / 3, 0);
  }
}

function showLine(line) {
  $$(".lines .at").forEach((one) => one.classList.remove("at"));
  const found = line ? $(`.lines li[data-line="${line}"]`) : null;
  if (!found) return;
  found.classList.add("at");
  const list = $(".lines");
  list.scrollTop = found.offsetTop - list.offsetTop - list.clientHeight / 3;
}

function atLine(line) {
  let best = "";
  let begins = 0;
  for (const [path, place] of Object.entries(state.places)) {
    if (!place.file && place.line <= line && place.line > begins) [best, begins] = [path, place.line];
  }
  if (!best) return;
  const found = showing(best);
  pick(best);
  const seen = new Set();
  for (const one of found) {
    const product = one.closest(".product").id;
    if (!seen.has(product)) reveal(one);
    seen.add(product);
  }
}

// The brief beside the pages

function showProblems() {
  const found = problems();
  $("#problems").hidden = !found.length;
  const errors = found.filter((one) => one.severity === "error").length;
  const parts = [errors && counted(errors, "error"), found.length - errors && counted(found.length - errors, "warning")];
  $("#problems-name").textContent = parts.filter(Boolean).join(", ");
  $("#problems ol").replaceChildren(...found.map((one) => {
    const where = one.line ? `${one.file && one.file !== state.file ? `${one.file} ` : ""}line ${one.line}` : one.path || one.file;
    const go = () => {
      showLine(one.line);
      const at = shownNear(one.path);
      if (at) { pick(at.dataset.path, at); reveal(at); }
      showLine(one.line);
    };
    const item = node("li", { class: one.severity }, node("button", { type: "button", on: go }, where), ` ${one.message}`);
    if (one.hint) item.append(node("p", { class: "hint" }, one.hint));
    return item;
  }));
}

function showSource() {
  const section = $("#source");
  section.hidden = !state.text;
  if (!state.text) return;
  $("#source-name").textContent = state.file;
  const at = new Map();
  for (const one of problems()) {
    if (one.line && (!one.file || one.file === state.file)) at.set(one.line, [...(at.get(one.line) || []), one]);
  }
  const budgets = new Map();
  for (const place of Object.values(state.places)) if (place.budget && !place.file) budgets.set(place.line, place);
  const list = $(".lines");
  const top = list.scrollTop;
  list.replaceChildren(...state.text.replace(/\n$/, "").split("\n").map((words, index) => {
    const line = index + 1;
    const item = node("li", { "data-line": line });
    const [, lead, key, rest] = /^(\s*(?:- )?)([\w-]+:)?(.*)$/.exec(words) || [null, "", "", words];
    if (/^\s*#/.test(words)) item.append(node("span", { class: "comment" }, words));
    else item.append(lead, key ? node("span", { class: "key" }, key) : "", rest);
    if (budgets.has(line)) item.append(bar(budgets.get(line)));
    for (const one of at.get(line) || []) {
      item.classList.add(one.severity);
      item.append(node("span", { class: "said" }, one.message));
    }
    return item;
  }));
  list.scrollTop = top;
}

function showVerdict() {
  const place = $("#verdict");
  const found = problems();
  const errors = found.filter((one) => one.severity === "error").length;
  const warnings = found.length - errors;
  const failure = state.verdict?.failure;
  const fault = halt || (failure && `The files cannot be made or read back: ${failure}`);
  if (gone || fault) {
    place.className = "bad";
    place.textContent = gone ? "The preview has stopped; start it again" : fault;
  } else if (state.stale || errors) {
    place.className = "bad";
    place.textContent = `${counted(errors, "error")}${state.stale ? "; the last good pages are shown" : ""}`;
  } else if (!state.verdict) {
    place.className = "busy";
    place.textContent = state.live ? "Reading the three files back …" : "";
  } else {
    place.className = warnings ? "warn" : "good";
    place.textContent = `All three files say the same${warnings ? `; ${counted(warnings, "warning")}` : ""}`;
  }
  document.body.classList.toggle("stale", state.stale);
  const photos = $$("#memo .photo img").length;
  const about = state.verdict?.memo_pages ? `, about ${counted(state.verdict.memo_pages, "page")}` : "";
  const memo = photos ? `${counted(photos, "page")} by LibreOffice` : `${state.facts.memo || ""}${about}`;
  if (memo) $("#memo .fact").textContent = memo;
}

// What a save changes

function anchor(scroll) {
  const top = scroll.getBoundingClientRect().top;
  const first = $$("[data-path], .slide", scroll).find((one) => one.getBoundingClientRect().bottom > top + 4);
  if (!first) return null;
  const key = first.dataset.path ? `[data-path="${CSS.escape(first.dataset.path)}"]` : `#${first.id}`;
  return { key, offset: first.getBoundingClientRect().top - top };
}

function restore(scroll, kept) {
  if (!kept || !scroll.scrollTop) return;
  const again = $(kept.key, scroll);
  if (again) scroll.scrollTop += again.getBoundingClientRect().top - scroll.getBoundingClientRect().top - kept.offset;
}

function replaceFigures(product, figures) {
  const scroll = $(`#${product} .scroll`);
  const kept = anchor(scroll);
  $(".empty", scroll)?.remove();
  const known = new Map($$("[data-version]", scroll).map((one) => [one.id, one]));
  let before = null;
  for (const [id, , html] of figures) {
    let shown = known.get(id);
    known.delete(id);
    if (html) {
      const holder = document.createElement("div");
      holder.innerHTML = html;
      const made = holder.firstElementChild;
      const open = shown && $("details", shown)?.open;
      if (open) $("details", made).open = true;
      made.classList.add("changed");
      if (shown) shown.replaceWith(made);
      else if (before) before.after(made);
      else scroll.prepend(made);
      shown = made;
    }
    before = shown;
  }
  known.forEach((gone) => gone.remove());
  restore(scroll, kept);
}

let later = 0;

function take(next) {
  const figures = next.figures;
  const look = $("#look");
  if (next.look !== state.look && Object.keys(figures).length) {
    const sheet = node("link", { rel: "stylesheet", id: "look", href: `look.css?${query()}&v=${next.look}` });
    look.id = "";
    sheet.addEventListener("load", () => look.remove());
    look.after(sheet);
  }
  for (const [product, found] of Object.entries(figures)) replaceFigures(product, found);
  delete next.figures;
  state = { ...next, live: true };
  for (const [product, words] of Object.entries(state.facts)) $(`#${product} .fact`).textContent = words;
  showVerdict();
  document.documentElement.dataset.revision = state.revision;
  clearTimeout(later);
  later = setTimeout(refresh, 30); // once the pages are painted
}

function refresh() {
  $("#title").textContent = state.title;
  $("#title").lang = state.language;
  document.title = `${state.title} – preview`;
  $("#fill").value = state.fill;
  $("#paged").hidden = !(state.live && state.paged);
  showProblems();
  showSource();
  showVerdict();
  showChoices();
  markProblems();
  for (const scroll of $$(".scroll")) {
    if (!scroll.children.length) scroll.append(node("p", { class: "empty" }, "Nothing to show yet. Mend the brief, and it appears here."));
  }
  if (picked) pick(picked);
  else $("#hint").hidden = Boolean(state.text);
}

function showChoices() {
  const fill = (id, names, first, value) => {
    const select = $(`#${id}`);
    select.parentElement.hidden = !state.live || !names.length;
    select.replaceChildren(...["", ...names].map((name) => node("option", { value: name }, name || first)));
    select.value = value;
  };
  fill("audience", state.audiences, "everybody’s, whole", state.choice[0]);
  fill("theme", state.themes, "of the brief", state.choice[1]);
}

const query = () => new URLSearchParams({ audience: $("#audience").value || "", theme: $("#theme").value || "" }).toString();
let loading = false;
let again = false;

// One at a time: what the page has must be what it said that it has.
async function load() {
  again = loading;
  if (loading) return;
  loading = true;
  try {
    const known = $$("[data-version]").map((one) => one.dataset.version).join();
    const answer = await fetch(`view?${query()}&known=${known}`);
    if (!answer.ok) throw new Error(answer.statusText);
    const next = await answer.json();
    gone = false;
    take(next);
  } catch {
    lose();
  }
  loading = false;
  if (again) load();
}

function lose() {
  gone = true;
  showVerdict();
}

function follow() {
  const events = new EventSource("events");
  events.addEventListener("changed", (event) => {
    if (JSON.parse(event.data).revision !== state.revision) load();
  });
  events.addEventListener("verdict", (event) => {
    const { revision, choice, verdict } = JSON.parse(event.data);
    if (revision !== state.revision || choice.join() !== state.choice.join()) return;
    state.verdict = verdict;
    refresh();
    showPaper();
  });
  events.addEventListener("stopped", (event) => {
    halt = JSON.parse(event.data).message;
    showVerdict();
  });
  events.addEventListener("error", lose);
  events.addEventListener("open", () => {
    if (gone) load();
  });
}

// The memo on pages, where LibreOffice is installed: after the verdict, when its file is there

async function showPaper() {
  const scroll = $("#memo .scroll");
  const on = $("#paged").getAttribute("aria-pressed") === "true";
  scroll.classList.toggle("on-paper", on);
  if (!on) {
    $$(".photo", scroll).forEach((one) => one.remove());
    return showVerdict();
  }
  if (!$(".photo", scroll)) scroll.append(node("p", { class: "photo empty" }, "LibreOffice sets the pages …"));
  const answer = await fetch(`paper?${query()}`).catch(() => null);
  if (!answer?.ok) return undefined; // the verdict says that the preview has stopped
  const { pages, message } = await answer.json();
  if ((!pages.length && !message) || $("#paged").getAttribute("aria-pressed") !== "true") return undefined;
  const top = scroll.scrollTop;
  $$(".photo", scroll).forEach((one) => one.remove());
  if (message) scroll.append(node("p", { class: "photo empty" }, message));
  pages.forEach((address, index) => {
    scroll.append(node("figure", { class: "photo sheet paper" }, node("img", { src: address, alt: `Page ${index + 1} of the memo` })));
  });
  scroll.scrollTop = top;
  return showVerdict();
}

// Buttons and keys

function show(view) {
  $("main").dataset.view = view;
  $$("[data-view][aria-pressed]").forEach((one) => one.setAttribute("aria-pressed", one.dataset.view === view));
}

function step(by) {
  const { view } = $("main").dataset;
  const near = [document.activeElement, $(".picked")].map((one) => one?.closest(".product"));
  const focus = view === "all" ? near.find(Boolean) || $("#deck") : $(`#${view}`);
  const all = $$("[data-path]", focus).filter((one) => one.getClientRects().length);
  if (!all.length) return;
  const at = all.findIndex((one) => one.classList.contains("picked"));
  let next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  while (all[next] && all[next].dataset.path === picked) next += by;
  const one = all[next];
  if (one) { pick(one.dataset.path, one); reveal(one); }
}

const pressed = (button) => {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", on);
  return on;
};
const acts = {
  aside: () => $("main").classList.toggle("bare", !pressed($("#aside"))),
  notes: () => { const on = pressed($("#notes")); $$(".spoken").forEach((one) => { one.open = on; }); },
  shade: () => {
    const root = document.documentElement;
    root.dataset.shade = root.dataset.shade === "dark" ? "light" : "dark";
    keep("shade", root.dataset.shade);
  },
  help: () => $("#keys").showModal(),
  paged: () => { pressed($("#paged")); showPaper(); },
  problem: () => {
    const buttons = $$("#problems button");
    if (!buttons.length) return;
    reached = (reached + 1) % buttons.length;
    buttons[reached].focus();
    buttons[reached].click();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input, dialog")) return;
  if (!$("#letters").checked && event.key !== "Escape") return; // for those who speak to their computer
  const views = { 0: "all", 1: "deck", 2: "summary", 3: "memo" };
  const keys = { j: () => step(1), k: () => step(-1), e: acts.problem, b: acts.aside, n: acts.notes, p: acts.paged, d: acts.shade, "?": acts.help, Escape: () => pick("") };
  const act = event.key in views ? () => show(views[event.key]) : keys[event.key];
  if (!act) return;
  act();
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  const line = event.target.closest(".lines li");
  if (line) return atLine(Number(line.dataset.line));
  const found = event.target.closest("main [data-path]");
  if (found && !event.target.closest("a")) pick(found.dataset.path, found);
});
$$("[data-view][aria-pressed]").forEach((one) => one.addEventListener("click", () => show(one.dataset.view)));
for (const id of ["aside", "notes", "shade", "help", "paged"]) $(`#${id}`).addEventListener("click", acts[id]);
for (const id of ["audience", "theme"]) $(`#${id}`).addEventListener("change", load);
$("#keys dl").append(...KEYS.flatMap(([keys, words]) => [
  node("dt", {}, ...keys.split(" ").flatMap((key) => [node("kbd", {}, key), " "])), node("dd", {}, words),
]));

const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private windows keep nothing */ } };
$("#letters").checked = kept("letters") !== "off";
$("#letters").addEventListener("change", (event) => keep("letters", event.target.checked ? "on" : "off"));

const shade = kept("shade") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
document.documentElement.dataset.shade = shade;
show("all");
refresh();
if (state.live) follow();
