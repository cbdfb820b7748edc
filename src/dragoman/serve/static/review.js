// Reviewing with the keyboard or the mouse. Without this script, accepting, rejecting and undoing still work as plain forms.
import {Words} from "./words.js";

const root = document.getElementById("review");
const {kind, id, next} = root.dataset;
const record = JSON.parse(root.dataset.record), actors = JSON.parse(root.dataset.actors), lists = JSON.parse(root.dataset.lists);
const byId = new Map(actors.map(a => [a.id, a]));
const fieldsBox = document.getElementById("fields"), arming = document.getElementById("arming"), problem = document.getElementById("problem");
const note = document.getElementById("note"), save = document.getElementById("save");
const words = new Words(document.getElementById("text"));
const mayReview = root.dataset.can === "1";
let seen = root.dataset.seen;
let armed = null;
let edits = {};

const EVENT = [
  ["type", "What", "type"], ["trigger", "Its words", "words"], ["actors", "Who", "parties"], ["recipients", "To whom", "parties"],
  ["status", "Status", "status"], ["asserted_by", "Asserted by", "parties"], ["denied_by", "Denied by", "parties"],
  ["when", "When", "when"], ["place", "Where", "place"], ["figures", "Figures", "figures"],
];
const STATEMENT = [
  ["speaker", "Speaker", "party"], ["addressees", "To", "parties"], ["act", "Act", "act"], ["cue", "Its word", "words"],
  ["content", "What is said", "pieces"],
];

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element && key !== "list") element[key] = value; else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

// --- the values as they are edited ------------------------------------------------------------------------------------

const asWords = span => span && {start: span.start, end: span.end, text: span.text};
function asParty(slot) {
  const actor = byId.get(slot.actor);
  return {...asWords(slot.span), actor: slot.actor, name: actor?.name ?? slot.span.text, label: [actor?.country, actor?.sector].filter(Boolean).join(" · ")};
}
const state = {};
function begin(shape) {
  for (const key of Object.keys(state)) delete state[key];
  edits = {};
  for (const [field, , how] of shape) {
    const value = record[field];
    if (how === "parties") state[field] = (value ?? []).map(asParty);
    else if (how === "party") state[field] = value ? [asParty(value)] : [];
    else if (how === "words") state[field] = value ? [asWords(value)] : [];
    else if (how === "pieces") state[field] = (value ?? []).map(asWords);
    else if (how === "when") state[field] = value ? [{...asWords(value.span), first: value.start, last: value.end, grain: value.grain}] : [];
    else if (how === "place") state[field] = value ? [{...asWords(value.span), ...value}] : [];
    else if (how === "figures") state[field] = (value ?? []).map(f => ({...asWords(f.span), what: f.what, min: f.min, max: f.max}));
    else if (how === "type") { state.type = value ?? "ASSAULT"; state.mode = record.mode ?? ""; if (kind === "new") touch("type"); }
    else if (how === "status") { state.status = value ?? "happened"; state.background = record.background ?? false; }
    else if (how === "act") { state.act = value ?? "say"; state.kind = record.kind ?? "indirect"; }
  }
}

function touch(field) {
  const put = (name, value) => { edits[name] = value; };
  const party = p => p.actor ? {start: p.start, end: p.end, text: p.text, actor: p.actor}
    : {start: p.start, end: p.end, text: p.text, name: p.name || p.text, country: p.country || null, sector: p.sector || "UNK"};
  const span = w => ({start: w.start, end: w.end, text: w.text});
  const list = state[field];
  switch (field) {
    case "type": {
      const type = lists.types[state.type];
      if (!(state.mode in type.modes)) state.mode = "";
      put("type", state.type); put("mode", state.mode || null); put("quad", type.quad);
      put("intensity", state.mode ? type.modes[state.mode] : type.intensity);
      break;
    }
    case "status": put("status", state.status); put("background", state.background); break;
    case "act": put("act", state.act); put("kind", state.kind); break;
    case "speaker": put("speaker", list.length ? party(list[0]) : null); break;
    case "trigger": if (list.length) put("trigger", span(list[0])); break;
    case "cue": put("cue", list.length ? span(list[0]) : null); break;
    case "content": put("content", list.map(span)); break;
    case "when": put("when", list.length && list[0].first ? {start: list[0].first, end: list[0].last || list[0].first, grain: list[0].grain || "day", span: span(list[0])} : null); break;
    case "place": put("place", list.length ? {name: list[0].name || list[0].text, country: (list[0].country || "").toUpperCase() || null,
      admin1: list[0].admin1 ?? null, latitude: list[0].latitude ?? null, longitude: list[0].longitude ?? null, geonames: list[0].geonames ?? null, span: span(list[0])} : null); break;
    case "figures": put("figures", list.filter(f => f.min !== "" && f.min !== undefined).map(f => ({what: f.what || "killed", min: Number(f.min), max: f.max === null || f.max === "" ? null : Number(f.max), span: span(f)}))); break;
    default: put(field, list.map(party));
  }
}

// --- drawing ----------------------------------------------------------------------------------------------------------

let shape = kind === "statements" ? STATEMENT : EVENT;

function draw() {
  fieldsBox.replaceChildren(...shape.map(([field, name, how], index) => {
    const row = make("div", {className: `field k-${field}${field in edits && kind !== "new" ? " edited" : ""}`, id: `field-${field}`});
    row.append(make("div", {className: "name"}, make("kbd", {}, String((index + 1) % 10)), ` ${name}`), control(field, name, how));
    return row;
  }));
  if (save) save.hidden = kind !== "new" && !Object.keys(edits).length;
}

function select(label, options, value, change) {
  const chosen = make("select", {onchange: event => change(event.target.value)});
  chosen.setAttribute("aria-label", label);
  for (const [key, shown, title] of options) chosen.append(make("option", {value: key, selected: key === value, title: title ?? ""}, shown));
  return chosen;
}

const plain = text => [text, text.replaceAll("-", " ")];
const titled = text => text.charAt(0) + text.slice(1).toLowerCase();

function control(field, name, how) {
  const box = make("div", {className: "chips"});
  const changed = () => { touch(field); draw(); };
  if (how === "type") {
    const types = Object.entries(lists.types).map(([code, t]) => [code, titled(code), t.definition]);
    box.append(select("Type", types, state.type, value => { state.type = value; changed(); focus(field); }));
    const modes = Object.keys(lists.types[state.type]?.modes ?? {});
    if (modes.length) box.append(select("Mode", [["", "no mode"], ...modes.map(plain)], state.mode, value => { state.mode = value; changed(); }));
    return box;
  }
  if (how === "status") {
    box.append(select("Status", lists.statuses.map(plain), state.status, value => { state.status = value; changed(); focus(field); }));
    const old = make("input", {type: "checkbox", checked: state.background, onchange: event => { state.background = event.target.checked; changed(); }});
    box.append(make("label", {className: "more"}, old, " background"));
    return box;
  }
  if (how === "act") {
    box.append(select("Act", lists.acts.map(plain), state.act, value => { state.act = value; changed(); focus(field); }));
    box.append(select("Form", lists.kinds.map(plain), state.kind, value => { state.kind = value; changed(); }));
    return box;
  }
  const list = state[field];
  list.forEach((value, n) => box.append(chip(field, how, value, n, changed)));
  const single = ["party", "words", "when", "place"].includes(how);
  const label = single && list.length ? "other words" : list.length ? "add words" : "choose words";
  const choose = make("button", {type: "button", className: "choose", onclick: () => arm(field)}, label);
  choose.setAttribute("aria-label", `${name}: ${label}`);
  box.append(choose);
  return box;
}

function chip(field, how, value, n, changed) {
  const shown = how === "parties" || how === "party" ? value.name : value.text;
  const remove = make("button", {type: "button", onclick: () => { state[field].splice(n, 1); changed(); focus(field); }}, "×");
  remove.setAttribute("aria-label", `Take ${shown} away`);
  const made = make("span", {}, make("span", {className: "chip"}, make("bdi", {}, shown.length > 160 ? shown.slice(0, 160) + "…" : shown), value.label ? make("small", {}, value.label) : "", field === "trigger" ? "" : remove));
  const input = (label, key, more = {}) => {
    const {className = "", type = "text", ...rest} = more;
    return make("label", {}, label, make("input", {type, className, value: value[key] ?? "", ...rest, onchange: event => { value[key] = event.target.value; touch(field); if (save) save.hidden = false; }}));
  };
  const more = make("span", {className: "more"});
  if ((how === "parties" || how === "party") && !value.actor) {
    more.append(input("name", "name"), input("country", "country", {className: "code", maxLength: 3, placeholder: "ABC"}),
      select("Sector", lists.sectors.map(s => [s, s]), value.sector ?? "UNK", sector => { value.sector = sector; touch(field); }));
  }
  if (how === "when") more.append(input("from", "first", {type: "date"}), input("to", "last", {type: "date"}));
  if (how === "place") more.append(input("name", "name"), input("country", "country", {className: "code", maxLength: 3, placeholder: "ABC"}));
  if (how === "figures") more.append(select("What", [["killed", "killed"], ["injured", "injured"], ["arrested", "arrested"], ["crowd", "crowd"]], value.what ?? "killed", what => { value.what = what; touch(field); }),
    input("from", "min", {type: "number", className: "count", min: 0}), input("to", "max", {type: "number", className: "count", min: 0}));
  if (more.childNodes.length) made.append(more);
  return made;
}

function focus(field) {
  document.querySelector(`#field-${field} select, #field-${field} button.choose`)?.focus();
}

// --- choosing words ---------------------------------------------------------------------------------------------------

function arm(field) {
  armed = field;
  words.at = null;
  const name = shape.find(s => s[0] === field)[1];
  arming.hidden = false;
  arming.textContent = `${name}: mark the words in the text. With keys: ← → and Shift, then Enter. Esc leaves.`;
  root.classList.add("armed");
  getSelection().removeAllRanges();
  words.box.focus({preventScroll: true});
  if (matchMedia("(max-width: 56rem)").matches) words.box.scrollIntoView({block: "center"});
}

function disarm() {
  const field = armed;
  armed = null;
  arming.hidden = true;
  root.classList.remove("armed");
  getSelection().removeAllRanges();
  if (field) focus(field);
}

function take() {
  const chosen = words.chosen();
  if (!armed || !chosen) return;
  const how = shape.find(s => s[0] === armed)[2];
  const field = armed;
  let value = chosen;
  if (how === "party" || how === "parties") {
    const known = actors.find(a => a.mentions.some(([s, e]) => s < chosen.end && chosen.start < e));
    value = known ? {...chosen, actor: known.id, name: known.name, label: [known.country, known.sector].filter(Boolean).join(" · ")} : {...chosen, name: chosen.text, sector: "UNK"};
  }
  if (how === "when") { const old = state[field][0] ?? {}; value = {...chosen, first: old.first, last: old.last, grain: old.grain}; }
  if (how === "place") value = {...chosen, name: chosen.text};
  if (how === "figures") { const digits = /[\d][\d,.]*/.exec(chosen.text); const number = digits ? Number(digits[0].replace(/[,.]/g, "")) : ""; value = {...chosen, what: "killed", min: number, max: number}; }
  state[field] = ["party", "words", "when", "place"].includes(how) ? [value] : [...state[field], value];
  touch(field);
  disarm();
  draw();
  focus(field);
}

words.box.addEventListener("pointerup", () => { if (armed) setTimeout(take); });

// --- saying it --------------------------------------------------------------------------------------------------------

async function send(address, body, then) {
  problem.hidden = true;
  let answer;
  try {
    answer = await fetch(address, {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(body)});
  } catch {
    return tell("The workbench does not answer. What you entered is still here: start `dragoman serve` again, then save once more.");
  }
  const said = await answer.json().catch(() => ({detail: `The workbench answered ${answer.status}.`}));
  if (answer.ok) return location.assign(then ?? said.next);
  if (answer.status === 409) {
    seen = said.seen;
    return tell(said.detail, said.reviews ?? [], () => send(address, {...body, seen}, then));
  }
  tell(said.detail ?? said.title);
}

function tell(text, reviews = [], again = null) {
  problem.replaceChildren(make("p", {}, text));
  if (reviews.length) problem.append(make("ul", {}, ...reviews.map(r => make("li", {}, make("b", {}, r.by), `: ${r.verdict}${r.note ? " – " + r.note : ""} ${r.replacement !== "{}" ? r.replacement : ""}`))));
  if (again) problem.append(make("p", {className: "buttons"}, make("button", {type: "button", onclick: again}, "Say mine all the same"), make("a", {href: location.href}, "Look at it again")));
  problem.hidden = false;
  problem.scrollIntoView({block: "nearest"});
}

function judge(verdict) {
  if (!mayReview) return tell("Say who you are first, above.");
  const body = {verdict, note: note.value, next};
  if (seen !== "") body.seen = Number(seen);
  if (root.dataset.final) body.final = true;
  if (verdict === "changed") body.replacement = edits;
  send(`/review/${kind}/${encodeURIComponent(id)}`, body);
}

function store() {
  if (kind !== "new") return Object.keys(edits).length ? judge("changed") : undefined;
  if (!mayReview) return tell("Say who you are first, above.");
  const isEvent = document.getElementById("newkind").value === "event";
  const needed = isEvent ? "trigger" : "content";
  if (!edits[needed]?.length && !edits[needed]?.text) return tell(isEvent ? "Choose the words that express the event first." : "Choose the words that are said first.");
  send(`/review/reports/${encodeURIComponent(id)}`, {kind: isEvent ? "event" : "statement", values: edits, note: note.value}, next);
}

document.getElementById("verdict")?.addEventListener("submit", event => {
  event.preventDefault();
  judge(event.submitter?.value ?? "right");
});
save?.addEventListener("click", store);
document.getElementById("newkind")?.addEventListener("change", event => { shape = event.target.value === "event" ? EVENT : STATEMENT; begin(shape); draw(); });

addEventListener("keydown", event => {
  if (armed) {
    if (event.key === "Escape") { event.preventDefault(); disarm(); }
    else if (event.key === "Enter") { event.preventDefault(); take(); }
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") { event.preventDefault(); words.move(event.key === "ArrowRight" ? 1 : -1, event.shiftKey); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) { if (event.key === "Escape") event.target.blur(); return; }
  const index = event.key === "0" ? 9 : Number(event.key) - 1;
  if (/^\d$/.test(event.key) && index < shape.length) {
    event.preventDefault();
    const [field, , how] = shape[index];
    if (["type", "status", "act"].includes(how)) focus(field); else arm(field);
  } else if (event.key === "w") { event.preventDefault(); store(); }
  else if (kind !== "new" && event.key === "a") judge("right");
  else if (kind !== "new" && event.key === "r") judge("wrong");
  else if (event.key === "n" && kind !== "new") location.assign(next);
  else if (event.key === "u") document.getElementById("undo")?.requestSubmit();
  else if (event.key === "t") { event.preventDefault(); note.focus(); }
});

begin(shape);
draw();
for (const piece of document.querySelectorAll(".report-text [data-r]")) if (kind !== "new") piece.classList.add("lit");
const first = document.querySelector("#text .k-type, #text .k-content, #text [data-r]");
if (first && kind !== "new") words.box.scrollTop = first.offsetTop - words.box.offsetTop - 80;
