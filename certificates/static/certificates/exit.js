// The button that leaves a page at once: what is shown goes first, and this page does not stay in the history.
document.querySelector("[data-exit]").addEventListener("click", (event) => {
  event.preventDefault();
  document.body.remove();
  location.replace(event.currentTarget.href);
});
