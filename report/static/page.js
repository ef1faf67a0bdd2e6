// Filters of the ledger and buttons to copy LaTeX. Without this script everything is there and readable.
"use strict";
document.documentElement.classList.add("js");

const rows = [...document.querySelectorAll(".row")];
const chips = [...document.querySelectorAll(".chips a")];
const search = document.querySelector(".tools input");
const wanted = { verdict: "", section: "" };

/** What a search compares: small letters, no spaces, no invisible signs of formulas. */
const plain = (text) => text.toLowerCase().normalize("NFKC").replace(/[\s\u2061-\u2064]+/g, "");
const texts = new Map(rows.map((row) => [row, plain(row.id + row.textContent)]));

function show() {
  const words = search.value.split(/\s+/).map(plain).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const kept =
      (!wanted.verdict || row.dataset.verdict === wanted.verdict) &&
      (!wanted.section || row.dataset.section === wanted.section) &&
      words.every((word) => texts.get(row).includes(word));
    row.hidden = !kept;
    count += kept;
  }
  for (const chip of chips) {
    if (wanted[chip.dataset.group] === chip.dataset.value) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
  document.querySelector(".tools output").textContent = `${count} ${count === 1 ? "row" : "rows"}`;
  document.querySelector(".nothing").hidden = count > 0;
}

/** The address says which verdict, section or row is meant. */
function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  const target = name && document.getElementById(name);
  if (!target) return;
  if (target.dataset.group) {
    wanted[target.dataset.group] = target.dataset.value;
    show();
  } else if (target.hidden) {
    wanted.verdict = wanted.section = search.value = "";
    show();
    target.scrollIntoView();
  }
  if (target.tagName === "DETAILS") target.open = true;
}

if (search) {
  for (const chip of chips)
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      wanted[chip.dataset.group] = chip.dataset.value;
      history.replaceState(null, "", chip.hash);
      show();
    });
  search.addEventListener("input", show);
  search.form.addEventListener("submit", (event) => event.preventDefault());
}
addEventListener("hashchange", follow);
follow();

for (const code of document.querySelectorAll(".tex pre")) {
  const button = document.createElement("button");
  button.className = "copy";
  button.textContent = "copy";
  button.addEventListener("click", async () => {
    const text = code.querySelector("code").textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(code.querySelector("code"));
      document.execCommand("copy");
    }
    button.textContent = "copied";
    setTimeout(() => (button.textContent = "copy"), 1500);
  });
  code.append(button);
}
