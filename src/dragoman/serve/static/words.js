// Choosing words in the text: offsets are code points, as in the base. With the mouse, or with arrow keys word by word.
const points = text => [...text].length;

export class Words {
  constructor(box) {
    this.box = box;
    this.list = null;
    this.at = null; // first and last word of the selection made with keys
  }

  get pieces() { return [...this.box.querySelectorAll("[data-s]")]; }

  // The chosen words as {start, end, text}; null where nothing in the text is chosen.
  chosen() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.box.contains(range.startContainer) || !this.box.contains(range.endContainer)) return null;
    let start = this.offset(range.startContainer, range.startOffset, false);
    let end = this.offset(range.endContainer, range.endOffset, true);
    if (start === null || end === null || start >= end) return null;
    const text = this.text(start, end);
    const lead = points(text) - points(text.trimStart()), tail = points(text) - points(text.trimEnd());
    if (!text.trim()) return null;
    return {start: start + lead, end: end - tail, text: text.trim()};
  }

  // The code point of a place in the document: in a piece of text, or the next piece after or before it.
  offset(node, index, isEnd) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = element.closest("[data-s]");
    if (piece && this.box.contains(piece)) {
      if (piece.dataset.n) return Number(piece.dataset.s) + (isEnd ? 1 : 0);
      if (node.nodeType === Node.TEXT_NODE) return Number(piece.dataset.s) + points(node.data.slice(0, index));
      return Number(piece.dataset.s) + (index ? points(piece.textContent) : 0);
    }
    const here = document.createRange();
    here.setStart(node, index);
    const pieces = this.pieces;
    if (isEnd) {
      const before = pieces.filter(p => here.comparePoint(p, p.childNodes.length) <= 0).at(-1);
      return before ? Number(before.dataset.s) + this.length(before) : null;
    }
    const after = pieces.find(p => here.comparePoint(p, 0) >= 0);
    return after ? Number(after.dataset.s) : null;
  }

  length(piece) { return piece.dataset.n ? Number(piece.dataset.n) : points(piece.textContent); }

  text(start, end) {
    let made = "", last = null;
    for (const piece of this.pieces) {
      const at = Number(piece.dataset.s), length = this.length(piece);
      if (at >= end || at + length <= start) continue;
      if (last !== null && at > last) made += "\n".repeat(at - last);
      made += piece.dataset.n ? " " : [...piece.textContent].slice(Math.max(0, start - at), end - at).join("");
      last = at + length;
    }
    return made;
  }

  // Select some words on the page.
  select(start, end) {
    const range = document.createRange();
    for (const piece of this.pieces) {
      const at = Number(piece.dataset.s), length = this.length(piece), node = piece.firstChild;
      if (!node) continue;
      const index = point => piece.dataset.n ? (point > at ? node.data.length : 0) : [...node.data].slice(0, point - at).join("").length;
      if (at <= start && start < at + length) range.setStart(node, index(start));
      if (at < end && end <= at + length) { range.setEnd(node, index(end)); break; }
    }
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const place = range.getBoundingClientRect(), box = this.box.getBoundingClientRect();
    if (place.top < box.top) this.box.scrollTop -= box.top - place.top + 40;
    if (place.bottom > box.bottom) this.box.scrollTop += place.bottom - box.bottom + 40;
  }

  words() {
    if (this.list) return this.list;
    this.list = [];
    let word = null;
    let last = null;
    for (const piece of this.pieces) {
      let at = Number(piece.dataset.s);
      if (last !== null && at !== last) word = null;
      for (const sign of piece.dataset.n ? [" "] : piece.textContent) {
        if (/[\p{L}\p{N}'’\-]/u.test(sign)) {
          if (!word) this.list.push(word = {start: at, end: at + 1});
          word.end = at + 1;
        } else word = null;
        at += 1;
      }
      last = at;
    }
    return this.list;
  }

  // Move by a word, or widen; begins at the words that are lit.
  move(step, widen) {
    const words = this.words();
    if (!words.length) return;
    if (this.at === null) {
      const lit = this.box.querySelector(".k-type, .k-content, [data-r]");
      const from = lit ? Number(lit.dataset.s) : 0;
      const index = Math.max(0, words.findIndex(w => w.end > from));
      this.at = [index, index];
    } else if (widen) {
      if (step > 0) this.at[1] = Math.min(words.length - 1, this.at[1] + 1);
      else if (this.at[1] > this.at[0]) this.at[1] -= 1;
      else this.at[0] = Math.max(0, this.at[0] - 1);
    } else {
      const index = Math.min(words.length - 1, Math.max(0, (step > 0 ? this.at[1] : this.at[0]) + step));
      this.at = [index, index];
    }
    this.select(words[this.at[0]].start, words[this.at[1]].end);
  }
}
