// A record lights its words in the text, and words light their records. Hovering is passing; a click or the keyboard stays.
const cards = new Map([...document.querySelectorAll("[data-record]")].map(card => [card.dataset.record, card]));
const words = [...document.querySelectorAll(".report-text [data-r]")];
const byRecord = new Map();
for (const word of words) for (const id of word.dataset.r.split(" ")) {
  if (!byRecord.has(id)) byRecord.set(id, []);
  byRecord.get(id).push(word);
}
let kept = null;

function light(ids, on) {
  for (const id of ids) {
    cards.get(id)?.classList.toggle("lit", on);
    for (const word of byRecord.get(id) ?? []) word.classList.toggle("lit", on);
  }
}

function only(ids) {
  light(byRecord.keys(), false);
  for (const card of cards.values()) card.classList.remove("lit");
  light(ids, true);
}

function near(element) {
  const box = element.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) element.scrollIntoView({block: "center", behavior: "instant"});
}

for (const [id, card] of cards) {
  card.addEventListener("pointerenter", () => only([id]));
  card.addEventListener("pointerleave", () => only(kept ? [kept] : []));
  card.addEventListener("focusin", () => { kept = id; only([id]); const first = byRecord.get(id)?.[0]; if (first) near(first); });
}
for (const word of words) {
  word.addEventListener("pointerenter", () => only(word.dataset.r.split(" ")));
  word.addEventListener("pointerleave", () => only(kept ? [kept] : []));
  word.addEventListener("click", () => {
    if (!getSelection().isCollapsed) return;
    kept = word.dataset.r.split(" ")[0];
    only([kept]);
    const card = cards.get(kept);
    if (card) { const box = card.parentElement; if (box.scrollHeight > box.clientHeight) box.scrollTo({top: card.offsetTop - box.offsetTop - 40}); else near(card); }
  });
}
addEventListener("keydown", event => { if (event.key === "Escape") { kept = null; only([]); } });
if (location.hash && cards.has(decodeURIComponent(location.hash.slice(1)))) {
  kept = decodeURIComponent(location.hash.slice(1));
  only([kept]);
  const first = byRecord.get(kept)?.[0];
  if (first) near(first);
}
if (!cards.size) only(byRecord.keys());
