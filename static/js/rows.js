/* 重复条目: adds and removes the cards of a form. Without this file the spare blank cards are there, and a blank one does not count. */
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-rows][data-grows]"), function (place) {
    var name = place.dataset.rows;
    var most = Number(place.dataset.most);
    var spares = place.querySelectorAll(".row-card.spare");
    if (!spares.length) { return; }
    var blank = spares[0].cloneNode(true);
    var next = place.querySelectorAll(".row-card").length;
    var add = document.createElement("button");
    add.type = "button";
    add.textContent = "增加一条";

    function cards() { return place.querySelectorAll(".row-card"); }

    function renumber() {
      Array.prototype.forEach.call(cards(), function (card, index) {
        card.querySelector("legend").firstChild.textContent = "第" + (index + 1) + "条";
      });
      add.hidden = cards().length >= most;
    }

    function removable(card) {
      var gone = document.createElement("button");
      gone.type = "button";
      gone.className = "row-gone";
      gone.textContent = "删除";
      gone.addEventListener("click", function () {
        var typed = Array.prototype.some.call(card.querySelectorAll("textarea, input:not([type=hidden])"), function (field) { return field.type === "checkbox" ? field.checked : field.value.trim(); });
        if (typed && !window.confirm("删除这一条？")) { return; }
        place.removeChild(card);
        renumber();
        add.focus();
      });
      card.appendChild(gone);
    }

    function renamed(card, index) {
      var from = new RegExp("(^|id_)" + name + "-\\d+-");
      ["name", "id", "for"].forEach(function (key) {
        Array.prototype.forEach.call(card.querySelectorAll("[" + key + "]"), function (node) {
          node.setAttribute(key, node.getAttribute(key).replace(from, "$1" + name + "-" + index + "-"));
        });
      });
      return card;
    }

    Array.prototype.forEach.call(spares, function (card, index) {
      if (index > 0 || cards().length > spares.length) { place.removeChild(card); }
    });
    Array.prototype.forEach.call(cards(), removable);
    add.addEventListener("click", function () {
      var card = renamed(blank.cloneNode(true), next);
      next += 1;
      removable(card);
      place.insertBefore(card, add);
      renumber();
      card.querySelector("textarea, input:not([type=hidden]), select").focus();
    });
    place.appendChild(add);
    renumber();
  });
}());
