// "5 min" grows while the page is open. What is older than an hour keeps the server's words.

const MINUTE = 60_000;
const text = document.body.dataset.textMin;
const number = new Intl.NumberFormat(document.documentElement.dataset.locale);

function refresh() {
  if (document.hidden || !text) return;
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / MINUTE);
    if (minutes >= 1 && minutes < 60) time.textContent = text.replace("%n%", number.format(minutes));
  }
}

setInterval(refresh, MINUTE);
document.addEventListener("visibilitychange", refresh);
