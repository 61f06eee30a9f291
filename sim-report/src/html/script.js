(function () {
  "use strict";
  var all = function (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); };

  // Languages: one document is shown; the same place in the other is kept.
  var pages = all(".document");
  function show(page) {
    pages.forEach(function (one) { one.hidden = one !== page; });
    document.documentElement.lang = page.lang;
    document.title = page.dataset.title;
  }
  function same(id, page) {
    var bare = id.replace(/^[a-z]{2}-(?=.)/, "");
    return page.querySelector("#" + CSS.escape(bare)) || page.querySelector("#" + CSS.escape(page.lang + "-" + bare));
  }
  function here(page) {
    var passed = all("section", page).filter(function (one) { return one.getBoundingClientRect().top < 120; });
    return passed[passed.length - 1];
  }
  all(".switch").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var page = document.getElementById("document-" + button.dataset.to);
      var at = here(button.closest(".document"));
      show(page);
      var other = page.querySelector(".switch");
      if (other) other.focus({ preventScroll: true });
      var place = at && same(at.id, page);
      if (place) place.scrollIntoView();
    });
  });
  function follow() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var page = target && target.closest(".document");
    if (page && page.hidden) { show(page); target.scrollIntoView(); }
  }
  addEventListener("hashchange", follow);
  follow();

  // Contents: where the reader is.
  if ("IntersectionObserver" in window) {
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        var nav = entry.target.closest(".document").querySelector("nav");
        all("a", nav).forEach(function (link) {
          if (link.hash === "#" + entry.target.id) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        });
      });
    }, { rootMargin: "-10% 0px -80% 0px" });
    all("section[id]").forEach(function (section) { seen.observe(section); });
  }

  // Charts: what a mark says, at the pointer and along the keys.
  all(".plot").forEach(function (plot) {
    var svg = plot.querySelector("svg"), marks = all(".mark", svg), at = -1;
    // The browser's own tips would stand on top of these.
    svg.setAttribute("aria-label", svg.querySelector("title").textContent);
    svg.setAttribute("aria-describedby", svg.querySelector("desc").id);
    svg.removeAttribute("aria-labelledby");
    svg.querySelector("title").remove();
    if (!marks.length) return;
    marks.forEach(function (mark) {
      var title = mark.querySelector("title");
      mark.dataset.says = title.textContent;
      title.remove();
    });
    var tip = document.createElement("div");
    tip.className = "tip";
    tip.setAttribute("role", "status");
    var hint = document.createElement("p");
    hint.className = "hint";
    hint.id = svg.querySelector("desc").id + "-hint";
    hint.textContent = plot.dataset.hint;
    plot.setAttribute("aria-describedby", hint.id);
    plot.after(hint, tip);
    var ring = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    ring.setAttribute("class", "ring");

    function hide() {
      all(".on", svg).forEach(function (one) { one.classList.remove("on"); });
      ring.remove();
      tip.textContent = "";
    }
    function say(mark, x, y) {
      var said = mark.dataset.says, cut = said.lastIndexOf(": ");
      tip.textContent = "";
      tip.append(said.slice(0, cut));
      var value = document.createElement("b");
      value.textContent = said.slice(cut + 2);
      tip.append(value);
      var box = tip.getBoundingClientRect();
      var left = Math.max(8, Math.min(x + 12, innerWidth - box.width - 8));
      var top = y + 16 + box.height > innerHeight ? y - 12 - box.height : y + 16;
      tip.style.left = left + "px";
      tip.style.top = Math.max(8, top) + "px";
    }
    function go(to) {
      hide();
      at = Math.max(0, Math.min(to, marks.length - 1));
      var mark = marks[at], box = mark.getBBox(), edge = 5;
      mark.classList.add("on");
      ring.setAttribute("x", box.x - edge);
      ring.setAttribute("y", box.y - edge);
      ring.setAttribute("width", box.width + 2 * edge);
      ring.setAttribute("height", box.height + 2 * edge);
      svg.append(ring);
      mark.scrollIntoView({ block: "nearest", inline: "nearest" });
      var place = mark.getBoundingClientRect();
      say(mark, place.left + place.width / 2, place.bottom - 8);
    }
    // The nearest mark that lies wholly above or below.
    function beyond(sign) {
      if (at < 0) return 0;
      var from = marks[at].getBBox(), best = at, least = Infinity;
      marks.forEach(function (mark, number) {
        var box = mark.getBBox();
        var down = sign * (box.y + box.height / 2 - from.y - from.height / 2);
        if (down <= Math.min(box.height, from.height) / 2) return;
        var far = down + Math.abs(box.x + box.width / 2 - from.x - from.width / 2) / 4;
        if (far < least) { least = far; best = number; }
      });
      return best;
    }
    svg.addEventListener("pointermove", function (event) {
      var mark = event.target.closest(".mark");
      hide();
      if (mark) say(mark, event.clientX, event.clientY);
    });
    svg.addEventListener("pointerleave", hide);
    plot.addEventListener("blur", hide);
    plot.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      var to = {
        ArrowRight: function () { return at + 1; },
        ArrowLeft: function () { return at - 1; },
        ArrowDown: function () { return beyond(1); },
        ArrowUp: function () { return beyond(-1); },
        Home: function () { return 0; },
        End: function () { return marks.length - 1; }
      }[event.key];
      if (event.key === "Escape") hide();
      if (!to) return;
      event.preventDefault();
      go(to());
    });
    addEventListener("scroll", function () { if (document.activeElement !== plot) hide(); }, { passive: true });
  });
})();
