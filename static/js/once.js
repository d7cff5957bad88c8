/* A button pressed twice sends once. Without this file the second is refused by the page's version, in a sentence. */
(function () {
  "use strict";
  var pause = 3000;
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") { return; }
    var now = Date.now();
    if (form.dataset.sent && now - Number(form.dataset.sent) < pause) { event.preventDefault(); return; }
    form.dataset.sent = String(now);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { form.removeAttribute("data-sent"); });
  });
}());
