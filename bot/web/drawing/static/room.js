// What is more convenient with a script; every page works without it.
"use strict";

const bar = document.querySelector(".bar");

// Anchors land below the bar, however many lines it has.
function measure() {
  document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
}

if (bar) {
  measure();
  new ResizeObserver(measure).observe(bar);
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const each of bar.querySelectorAll("details[open]")) each.open = false;
  });
}

async function copy(button, text) {
  await navigator.clipboard.writeText(text);
  button.textContent = button.dataset.done;
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, button.closest("figure").querySelector("pre").textContent));
  }
  for (const button of document.querySelectorAll(".copy-link")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, document.querySelector("link[rel=canonical]")?.href ?? location.href));
  }
}
