// Keys on top of links and buttons that work without them: each key presses what stands on the page.
const go = { o: "/", r: "/reports", c: "/compare", m: "/map", v: "/review", p: "/problems" };
let waiting = false;

function press(selector) {
  const found = document.querySelector(selector);
  if (!found) return false;
  if (found.dataset.opens) {
    const fold = document.getElementById(found.dataset.opens)?.closest("details");
    if (fold) {
      fold.open = true;
      fold.querySelector("summary").focus();
      return true;
    }
  }
  found.click();
  return true;
}

function move(step) {
  const rows = [...document.querySelectorAll(".lines tr:not(.grp) th a, .queue li a, .hits li > p > a")];
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  if (next) next.focus();
  return Boolean(next);
}

function answer(key) {
  if (waiting) {
    waiting = false;
    const tab = document.querySelector(`nav [data-key="${CSS.escape(key)}"]`);
    if (tab) return tab.click(), true;
    if (go[key]) return (location.href = go[key]), true;
    return false;
  }
  if (key === "g") return (waiting = true);
  if (key === "/") return document.getElementById("q").focus(), true;
  if (key === "?") {
    const fold = document.querySelector("details.keys");
    if (fold) (fold.open = true), fold.scrollIntoView(), fold.querySelector("summary").focus();
    return Boolean(fold);
  }
  if (key === "o" && press("[data-open]")) return true;
  if (key === "x" && press("[data-swap]")) return true;
  if (key === "f" && document.querySelector(".bar select, .bar input")) return document.querySelector(".bar select, .bar input").focus(), true;
  if (/^[a-z]$/.test(key) && press(`.acts [data-key="${key}"]`)) return true;
  if (key === "j") return press('.crumb a[rel="next"]') || move(1);
  if (key === "k") return press('.crumb a[rel="prev"]') || move(-1);
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && typing) return typing.blur();
  if (!typing && answer(event.key)) event.preventDefault();
});
