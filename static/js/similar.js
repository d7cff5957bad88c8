/* 登记页: as a name, person or number is typed, ask whether it is here already. Without this file the 查重 button does it. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-similar]");
  var place = document.getElementById("similar");
  if (!form || !place || !window.fetch) { return; }
  var names = ["title", "subject", "police_number"];
  function ask() {
    var query = new URLSearchParams({ similar: "1" });
    names.forEach(function (name) {
      var field = form.elements[name];
      if (field && field.value.trim()) { query.set(name, field.value.trim()); }
    });
    fetch(form.dataset.similar + "?" + query.toString(), { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (words) { if (words !== null) { place.innerHTML = words; } })
      .catch(function () { /* offline: the button asks again */ });
  }
  names.forEach(function (name) {
    var field = form.elements[name];
    if (field) { field.addEventListener("change", ask); }
  });
}());
