// Puts the state of a batch in place until it is over; without this script the page loads itself anew.
async function look() {
  const page = await fetch(location.href).then((answer) => answer.text());
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("job");
  const shown = document.getElementById("job");
  if (fresh && fresh.innerHTML !== shown.innerHTML) shown.replaceWith(fresh);
  if (fresh && !["done", "failed"].includes(fresh.dataset.state)) setTimeout(look, 1000);
}

setTimeout(look, 1000);
