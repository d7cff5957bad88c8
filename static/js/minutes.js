/* 会议记录: saves each field when it is left and shows what others typed, every few seconds. Without this file the same forms and 刷新 do. */
(function () {
  "use strict";
  var place = document.getElementById("record");
  if (!place || !place.dataset.item) { return; }
  var pause = 5000;
  var last = Number(place.dataset.last);
  var state = document.querySelector("[data-state]");
  var form = document.querySelector("[data-conclude]");
  var ended = false;

  function say(words, href) {
    state.textContent = words;
    if (href) {
      var link = document.createElement("a");
      link.href = href;
      link.textContent = "重新登录";
      state.appendChild(link);
    }
  }

  function signIn() {
    ended = true;
    say("登录已失效，填写的内容由系统保留给您本人。", place.dataset.since.split("/meetings/")[0] + "/sign-in/?next=" + encodeURIComponent(location.pathname + location.search));
  }

  function fields() { return form ? Array.prototype.slice.call(form.querySelectorAll("[data-field]")) : []; }

  function value(box) {
    var picked = box.querySelector("input[type=radio]");
    if (picked) {
      picked = box.querySelector("input[type=radio]:checked");
      return picked ? picked.value : "";
    }
    return box.querySelector("input, select, textarea").value;
  }

  function put(box, words) {
    if (box.querySelector("input[type=radio]")) {
      Array.prototype.forEach.call(box.querySelectorAll("input[type=radio]"), function (one) { one.checked = one.value === words; });
    } else {
      box.querySelector("input, select, textarea").value = words;
    }
  }

  function touched(box) { return value(box) !== box.seen; }

  // what stands in a box that is handed in by its own button: an utterance, a merged text, an objection
  function typing() {
    return Array.prototype.some.call(place.querySelectorAll("textarea, input:not([type=hidden]):not([type=radio])"), function (one) {
      return !one.closest("[data-field]") && one.value !== one.defaultValue;
    });
  }

  function save(box) {
    if (!touched(box)) { return Promise.resolve(); }
    var sent = value(box);
    var data = new FormData();
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("item", place.dataset.item);
    data.append("base", box.dataset.base);
    data.append(box.dataset.field, sent);
    var note = box.querySelector("[data-saved]");
    note.textContent = "正在保存……";
    return fetch(form.action, {method: "POST", body: data, credentials: "same-origin", headers: {"X-Quietly": "1"}}).then(function (answer) {
      if (answer.redirected) { signIn(); note.textContent = "没有保存"; return; }
      return answer.json().then(function (told) {
        if (answer.ok) { box.seen = sent; note.textContent = "已保存"; return ask(); }
        note.textContent = "没有保存：" + told.sentence;
      });
    }).catch(function () { note.textContent = "没有保存：连接中断，请稍后再点“保存”。"; });
  }

  function line(one) {
    var row = document.createElement("p");
    function add(name, words, look) {
      var part = document.createElement(name);
      part.textContent = words;
      if (look) { part.className = look; }
      row.appendChild(part);
      row.appendChild(document.createTextNode(" "));
    }
    add("time", one.time);
    add("span", one.mark, "tag" + (one.mark === "检" ? " procuratorate" : one.mark === "警" ? " police" : ""));
    add("b", one.speaker);
    add("span", one.text, "words");
    if (one.late) { add("span", "补记", "quiet"); }
    add("span", one.by + "记", "quiet by");
    return row;
  }

  function show(news) {
    var said = document.querySelector("[data-said]");
    news.said.forEach(function (one) { said.appendChild(line(one)); });
    if (news.said.length) { document.querySelector("[data-count]").textContent = said.children.length; }
    document.querySelector("[data-editing]").textContent = news.editing.join("　");
    var reload = !news.open;
    news.fields.forEach(function (one) {
      var box = form && form.querySelector("[data-field=\"" + one.name + "\"]");
      if (one.texts.length) { reload = reload || Boolean(box); return; }
      if (!box) { reload = true; return; }
      if (one.raw === box.seen || touched(box)) {
        if (one.raw === box.seen) { box.dataset.base = news.rev; }
        return;
      }
      put(box, one.raw);
      box.seen = value(box);
      box.dataset.base = news.rev;
      box.querySelector("[data-saved]").textContent = one.saved;
    });
    last = news.last;
    if (reload && !fields().some(touched) && !typing()) { location.reload(); return; }
    say((reload ? "有栏目待合并，或者已经休会、散会；请先保存，再刷新。" : news.others ? "其他议题有" + news.others + "处新内容。" : "") + " ");
  }

  function ask() {
    return fetch(place.dataset.since + "?item=" + place.dataset.item + "&after=" + last, {credentials: "same-origin"}).then(function (answer) {
      if (answer.status === 401) { signIn(); return; }
      if (answer.ok) { return answer.json().then(show); }
    }).catch(function () { say("连接中断，正在重试。"); });
  }

  function again() {
    window.setTimeout(function () {
      if (ended || document.hidden) { again(); return; }
      ask().then(again);
    }, pause);
  }

  fields().forEach(function (box) {
    box.seen = value(box);
    box.addEventListener("change", function () { save(box); });
  });
  if (form) {
    form.addEventListener("submit", function (event) {
      if (ended) { return; }
      event.preventDefault();
      fields().reduce(function (before, box) { return before.then(function () { return save(box); }); }, Promise.resolve()).then(function () { form.removeAttribute("data-sent"); });
    });
  }
  again();
}());
