// One run, played over the map: dots are residents. Nothing moves until somebody asks for it.
(function () {
  "use strict";
  var kept = document.getElementById("journeys");
  if (!kept) return;
  var GLIDE = 6, PER_SECOND = 15, STEP = 30.4, HALF = 6;
  var calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Journeys: of each resident times in days, and where: number of the box times 3, and 0 waits, 1 is helped, 2 is between.
  function read() {
    var bytes = atob(kept.textContent.trim()), at = 0, all = [];
    function next() {
      var value = 0, shift = 1, one;
      do { one = bytes.charCodeAt(at++); value += (one & 127) * shift; shift *= 128; } while (one & 128);
      return value;
    }
    while (at < bytes.length) {
      var number = next(), times = [], where = [], now = 0;
      while (number--) { now += next(); times.push(now / 4); where.push(next()); }
      all.push([times, where]);
    }
    return all;
  }
  var journeys = null;

  function numbers(text) { return text.split(";").filter(Boolean).map(function (one) { return one.split(",").map(Number); }); }

  function Player(block) {
    var figure = block.closest("figure"), plot = figure.querySelector(".plot"), svg = plot.querySelector("svg");
    var view = svg.viewBox.baseVal, data = block.dataset, kinds = data.kinds.split("|"), days = +data.days, nowhere = +data.boxes;
    var places = {}, ways = {};
    numbers(data.places).forEach(function (one) { places[one[0]] = one.slice(1); });
    numbers(data.ways).forEach(function (one) {
      var points = [], length = [0];
      for (var i = 2; i < one.length; i += 2) {
        points.push([one[i], one[i + 1]]);
        var n = points.length;
        if (n > 1) length.push(length[n - 2] + Math.hypot(points[n - 1][0] - points[n - 2][0], points[n - 1][1] - points[n - 2][1]));
      }
      ways[one[0] + ">" + one[1]] = [points, length];
    });
    var ends = {};
    Object.keys(places).forEach(function (place) {
      ends[place] = !Object.keys(ways).some(function (name) { return name.indexOf(place + ">") === 0; });
    });
    // Boxes that are not drawn are passed on the way.
    var people = journeys.map(function (one) {
      var times = [], where = [];
      one[1].forEach(function (code, i) {
        var known = places[Math.floor(code / 3)] || Math.floor(code / 3) === nowhere;
        if (!known && where.length && where[where.length - 1] % 3 !== 2) { code = where[where.length - 1] - where[where.length - 1] % 3 + 2; known = true; }
        if (known) { times.push(one[0][i]); where.push(code); }
      });
      return { times: times, where: where, at: -1 };
    });

    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    canvas.className = "dots";
    canvas.setAttribute("aria-hidden", "true");
    plot.append(canvas);
    var bar = document.createElement("div"), button = document.createElement("button"), slider = document.createElement("input");
    var date = document.createElement("output"), counts = document.createElement("p");
    bar.className = "player";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", block.querySelector(".run").textContent);
    button.type = "button";
    button.textContent = data.play;
    slider.type = "range";
    slider.min = 0;
    slider.max = days;
    slider.step = 1;
    slider.value = 0;
    slider.setAttribute("aria-label", data.slider);
    date.className = "date";
    counts.className = "counts";
    bar.append(button, slider, date, counts, block.querySelector(".run"));
    plot.before(bar);
    block.remove();

    var begins = Date.parse(data.begins + "T00:00:00Z"), lang = figure.closest("[lang]").lang;
    var told = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    var now = 0, playing = false, before = 0, waited = 0;

    function on(path, share) {
      var points = path[0], length = path[1], far = share * length[length.length - 1], i = 1;
      while (i < points.length - 1 && length[i] < far) i++;
      var part = (far - length[i - 1]) / Math.max(1e-9, length[i] - length[i - 1]), a = points[i - 1], b = points[i];
      return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
    }
    function way(from, to) {
      var known = ways[from + ">" + to];
      if (known) return known;
      var a = places[from], b = places[to];
      if (!a || !b) return null;
      var ends = [[(a[0] + a[2]) / 2, a[3]], [(b[0] + b[2]) / 2, b[1]]];
      return ways[from + ">" + to] = [ends, [0, Math.hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1])]];
    }
    // Where a move from one box to another is seen now: it begins when it begins, and takes some days at least.
    function onMove(one, left, arrived) {
      var from = Math.floor(one.where[left] / 3), to = Math.floor(one.where[arrived] / 3);
      var path = from !== to && places[to] ? way(from, to) : null;
      var whole = Math.max(one.times[arrived] - one.times[left], calm.matches ? 0.1 : GLIDE);
      var share = (now - one.times[left]) / whole;
      return path && share < 1 ? on(path, share) : null;
    }
    function onTheWay(one, i) { return i + 1 < one.times.length ? onMove(one, i, i + 1) : null; }
    function arriving(one, i) {
      if (calm.matches) return null;
      var here = Math.floor(one.where[i] / 3), first = i;
      while (first > 0 && Math.floor(one.where[first - 1] / 3) === here && one.where[first - 1] % 3 !== 2) first--;
      return first > 0 && one.where[first - 1] % 3 === 2 ? onMove(one, first - 1, first) : null;
    }
    function dot(x, y, kind) {
      pen.beginPath();
      if (kind === 3) { pen.moveTo(x, y - HALF); pen.lineTo(x + HALF, y); pen.lineTo(x, y + HALF); pen.lineTo(x - HALF, y); pen.closePath(); }
      else pen.arc(x, y, kind === 0 ? HALF - 1 : HALF, 0, 7);
      pen.fillStyle = ["#fff", "#0072B2", "#222", "#D55E00"][kind];
      pen.fill();
      pen.lineWidth = kind === 0 ? 3 : 1.5;
      pen.strokeStyle = kind === 0 ? "#D55E00" : "#fff";
      pen.stroke();
    }
    function draw() {
      var box = svg.getBoundingClientRect(), sharp = Math.min(2, devicePixelRatio || 1);
      if (!box.width) return;
      var wide = Math.round(box.width * sharp), tall = Math.round(box.height * sharp);
      if (canvas.width !== wide || canvas.height !== tall) { canvas.width = wide; canvas.height = tall; }
      canvas.style.width = box.width + "px";
      canvas.style.height = box.height + "px";
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, wide, tall);
      var scale = wide / view.width;
      pen.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale);
      var stand = {}, number = [0, 0, 0], moving = [];
      var beside = {};
      people.forEach(function (one) {
        // Everybody is counted where the run has them; only what is seen of a move may last longer than the move.
        var times = one.times, i = one.at;
        if (i >= 0 && times[i] > now) i = -1;
        while (i + 1 < times.length && times[i + 1] <= now) i++;
        one.at = i;
        if (i < 0) return;
        var code = one.where[i], place = Math.floor(code / 3), how = code % 3;
        var gone = place === nowhere || isEnd(place);
        if (!gone) number[how]++;
        if (place === nowhere) {
          // A diamond beside the box that they left; one that stands still is there for a whole step.
          var from = i > 0 ? Math.floor(one.where[i - 1] / 3) : -1, left = places[from], since = now - times[i];
          if (!left || since >= (calm.matches ? STEP : GLIDE)) return;
          var row = calm.matches ? (beside[from] = (beside[from] || 0) + 1) - 1 : 0;
          moving.push([left[2] - 20 - row * 2 * HALF, left[3] + (calm.matches ? 30 : 60 * since / GLIDE), 3]);
          return;
        }
        var at = how === 2 ? onTheWay(one, i) : arriving(one, i);
        if (at) moving.push([at[0], at[1], gone ? 2 : how]);
        else if (how !== 2 && !gone) put(stand, place, how);
      });
      Object.keys(stand).forEach(function (place) { line(places[place], stand[place]); });
      moving.forEach(function (one) { dot(one[0], one[1], one[2]); });
      slider.value = Math.floor(now);
      var day = told.format(new Date(begins + Math.floor(now) * 864e5));
      date.textContent = day;
      if (!playing) slider.setAttribute("aria-valuetext", day);
      counts.textContent = kinds.map(function (kind, i) { return i < 3 ? kind + ": " + number[i] : kind; }).join(" · ");
    }
    function isEnd(place) { return ends[place]; }
    function put(stand, place, how) {
      if (!places[place]) return;
      (stand[place] = stand[place] || [0, 0])[how]++;
    }
    // Who waits stands above the box, who is helped below it; what does not fit is told as a number.
    function line(box, both) {
      var step = 2 * HALF + 2, room = Math.max(6, Math.floor((box[2] - box[0]) / step));
      [0, 1].forEach(function (how) {
        var most = room * (how ? 1 : 2), shown = both[how] > most ? most - 4 : both[how];
        for (var i = 0; i < shown; i++) {
          var up = Math.floor(i / room), x = box[0] + HALF + 1 + (i % room) * step;
          dot(x, how ? box[3] + HALF + 2 + up * step : box[1] - HALF - 2 - up * step, how);
        }
        if (shown < both[how]) {
          var text = "+" + (both[how] - shown), at = shown % room, row = Math.floor(shown / room);
          var left = box[0] + 2 + at * step, base = how ? box[3] + step + row * step : box[1] - 4 - row * step;
          pen.font = "bold 19px Liberation Sans, Arial, sans-serif";
          pen.lineWidth = 5;
          pen.strokeStyle = "#fff";
          pen.strokeText(text, left, base);
          pen.fillStyle = "#222";
          pen.fillText(text, left, base);
        }
      });
    }
    function frame(moment) {
      if (!playing) return;
      var passed = Math.min(0.1, (moment - before) / 1000);
      before = moment;
      if (calm.matches) {
        // In steps, a month each second.
        waited += passed;
        if (waited >= 1) { waited = 0; now += STEP; draw(); }
      } else { now += passed * PER_SECOND; draw(); }
      if (now >= days) { now = days; play(false); draw(); return; }
      requestAnimationFrame(frame);
    }
    function play(yes) {
      playing = yes;
      // Told when asked for, and not at every frame.
      date.setAttribute("aria-live", yes ? "off" : "polite");
      button.textContent = yes ? data.pause : data.play;
      if (!yes) return;
      if (now >= days) now = 0;
      before = performance.now();
      waited = 0;
      requestAnimationFrame(frame);
    }
    button.addEventListener("click", function () { play(!playing); draw(); });
    slider.addEventListener("input", function () { now = +slider.value; draw(); });
    document.addEventListener("visibilitychange", function () { if (document.hidden && playing) { play(false); draw(); } });
    if ("ResizeObserver" in window) new ResizeObserver(draw).observe(svg);
    draw();
  }

  Array.prototype.forEach.call(document.querySelectorAll(".play"), function (block) {
    journeys = journeys || read();
    Player(block);
  });
})();
