"use strict";
(() => {
  const scene = JSON.parse(document.getElementById("data").textContent);
  const canvas = document.getElementById("picture");
  const slider = document.getElementById("frame");
  const play = document.getElementById("play");
  const caption = document.getElementById("caption");
  const legend = document.getElementById("legend");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const last = scene.captions.length - 1;
  const [left, right, low, high] = scene.view;
  const unit = 10000;
  const hidden = new Set();
  const walkers = scene.groups.reduce((sum, group) => sum + group.at[0].length / 2, 0);
  let at = 0;
  let playing = false;
  let before = 0;
  let ground = null;
  let box = null;

  const mixed = (a, b, share) => a.map((part, i) => Math.round(part + (b[i] - part) * share));
  const css = parts => `rgb(${parts.join(",")})`;

  /* Multiples of 1, 2 or 5 times a power of ten. */
  function ticks(from, to, most) {
    let exponent = Math.floor(Math.log10((to - from) / most)) - 1;
    for (; ; exponent++) {
      for (const digit of [1, 2, 5]) {
        const step = digit * 10 ** exponent;
        if (Math.floor(to / step) - Math.ceil(from / step) < most) {
          const all = [];
          for (let k = Math.ceil(from / step); k * step <= to; k++) all.push(k * step);
          const far = exponent > 4 || exponent < -4;
          return all.map(value => [value, (far ? value.toExponential(1) : value.toFixed(Math.max(0, -exponent))).replace("-", "\u2212")]);
        }
      }
    }
  }

  const x = value => box.left + value / unit * box.width;
  const y = value => box.top + box.height - value / unit * box.height;
  const share = (value, from, to) => (value - from) / (to - from) * unit;

  function layOut() {
    const width = canvas.clientWidth;
    const aspect = (high - low) / (right - left);
    const across = width - 58;
    const up = Math.round(scene.even ? across * aspect : across * 0.75);
    const height = up + 50;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
    box = {left: 50, top: 8, width: across, height: up, all: height, whole: width, ratio};
    ground = document.createElement("canvas");
    ground.width = canvas.width;
    ground.height = canvas.height;
    drawGround(ground.getContext("2d"));
    draw();
  }

  function drawGround(g) {
    const text = dark.matches ? "#e6e9ef" : "#202020";
    if (scene.mesh) shade(g);
    g.scale(box.ratio, box.ratio);
    g.save();
    g.beginPath();
    g.rect(box.left, box.top, box.width, box.height);
    g.clip();
    g.lineWidth = scene.mesh ? 0.8 : 1.6;
    g.strokeStyle = dark.matches ? (scene.mesh ? "#3d4a5c" : "#9aa3b2") : (scene.mesh ? "#a9b6c6" : "#6b7280");
    for (const line of scene.lines) {
      g.beginPath();
      for (let i = 0; i < line.length; i += 2) g.lineTo(x(line[i]), y(line[i + 1]));
      g.stroke();
    }
    g.restore();
    g.strokeStyle = g.fillStyle = text;
    g.lineWidth = 1;
    g.strokeRect(box.left, box.top, box.width, box.height);
    g.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    g.textAlign = "center";
    for (const [value, label] of ticks(left, right, Math.max(3, Math.min(7, box.width / 60)))) {
      const px = x(share(value, left, right));
      g.beginPath();
      g.moveTo(px, box.top + box.height - 4);
      g.lineTo(px, box.top + box.height);
      g.stroke();
      g.fillText(label, px, box.top + box.height + 15);
    }
    g.fillText(scene.names[0], box.left + box.width / 2, box.all - 8, box.width);
    g.textAlign = "right";
    for (const [value, label] of ticks(low, high, 7)) {
      const py = y(share(value, low, high));
      g.beginPath();
      g.moveTo(box.left, py);
      g.lineTo(box.left + 4, py);
      g.stroke();
      g.fillText(label, box.left - 5, py + 4, 34);
    }
    g.save();
    g.translate(11, box.top + box.height / 2);
    g.rotate(-Math.PI / 2);
    g.textAlign = "center";
    g.fillText(scene.names[1], 0, 0, box.height);
    g.restore();
  }

  /* As many shades as there are spaces between the lines. */
  function shade(g) {
    const {columns, rows, most, value} = scene.mesh;
    const lowest = dark.matches ? [22, 38, 60] : [184, 207, 230];
    const highest = dark.matches ? [24, 27, 33] : [252, 252, 250];
    const x0 = Math.round(box.left * box.ratio), y0 = Math.round(box.top * box.ratio);
    const width = Math.round(box.width * box.ratio), height = Math.round(box.height * box.ratio);
    const image = g.createImageData(width, height);
    for (let py = 0; py < height; py++) {
      const j = (1 - (py + 0.5) / height) * (rows - 1), row = Math.min(rows - 2, Math.floor(j)), b = j - row;
      for (let px = 0; px < width; px++) {
        const i = (px + 0.5) / width * (columns - 1), column = Math.min(columns - 2, Math.floor(i)), a = i - column;
        const k = column * rows + row;
        const parts = [value[k], value[k + 1], value[k + rows], value[k + rows + 1]];
        if (parts.includes(null)) continue;
        const passed = ((1 - a) * ((1 - b) * parts[0] + b * parts[1]) + a * ((1 - b) * parts[2] + b * parts[3])) / 20;
        const colour = mixed(lowest, highest, Math.min(1, Math.floor(passed) / Math.max(1, most)));
        image.data.set([...colour, 255], 4 * (py * width + px));
      }
    }
    g.putImageData(image, x0, y0);
  }

  const ink = group => dark.matches ? group.dark : group.light;

  function path(g, group, from, to) {
    g.beginPath();
    for (let w = 0; w < group.at[0].length; w += 2) {
      let down = false, lastX = 0, lastY = 0;
      for (let k = from; k <= to; k++) {
        const px = group.at[k][w], py = group.at[k][w + 1];
        const seen = px !== null && py !== null;
        const jump = down && (Math.abs(px - lastX) > 0.7 * unit || Math.abs(py - lastY) > 0.7 * unit);
        if (seen && down && !jump) g.lineTo(x(px), y(py));
        else if (seen) g.moveTo(x(px), y(py));
        down = seen;
        lastX = px;
        lastY = py;
      }
    }
    g.stroke();
  }

  function draw() {
    const g = canvas.getContext("2d");
    const frame = Math.floor(at);
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.clearRect(0, 0, canvas.width, canvas.height);
    g.drawImage(ground, 0, 0);
    g.setTransform(box.ratio, 0, 0, box.ratio, 0, 0);
    g.save();
    g.beginPath();
    g.rect(box.left, box.top, box.width, box.height);
    g.clip();
    const few = walkers <= 60;
    const parts = few ? 5 : 1;
    const shown = scene.groups.filter(group => !hidden.has(group));
    for (const group of shown) {
      const place = frame * group.between;
      const longest = few ? Math.max(2 * group.between, Math.round(0.12 * group.at.length)) : group.between;
      g.strokeStyle = ink(group);
      g.lineWidth = few ? 1.4 : 0.8;
      g.lineJoin = "round";
      if (walkers <= 12) {
        g.globalAlpha = 0.3;
        path(g, group, 0, Math.max(0, place - longest));
      }
      for (let part = parts; part >= 1; part--) {
        g.globalAlpha = few ? 0.9 * (parts + 1 - part) / parts : 0.25;
        path(g, group, Math.max(0, Math.round(place - longest * part / parts)), Math.max(0, Math.round(place - longest * (part - 1) / parts)));
      }
    }
    g.globalAlpha = 1;
    const radius = few ? 4.5 : walkers <= 200 ? 3.2 : 2.6;
    for (const group of shown) {
      const places = group.at[frame * group.between];
      g.fillStyle = ink(group);
      g.strokeStyle = dark.matches ? "#12151b" : "#fff";
      g.lineWidth = few ? 1 : 0.5;
      for (let w = 0; w < places.length; w += 2) {
        if (places[w] === null || places[w + 1] === null) continue;
        g.beginPath();
        g.arc(x(places[w]), y(places[w + 1]), radius, 0, 2 * Math.PI);
        g.fill();
        g.stroke();
      }
    }
    g.restore();
    caption.textContent = scene.captions[frame];
    slider.value = frame;
    slider.setAttribute("aria-valuetext", scene.captions[frame]);
  }

  function step(now) {
    if (!playing) return;
    at = Math.min(last, at + Math.max(0, now - before) / 1000 * last / scene.seconds);
    before = Math.max(now, before);
    draw();
    if (at >= last) pause();
    else requestAnimationFrame(step);
  }

  function start() {
    if (at >= last) at = 0;
    playing = true;
    play.textContent = "Pause";
    before = performance.now();
    requestAnimationFrame(step);
  }

  function pause() {
    playing = false;
    play.textContent = "Play";
  }

  function go(frame) {
    pause();
    at = Math.max(0, Math.min(last, frame));
    draw();
  }

  const named = scene.groups.filter(group => group.name !== "");
  for (const group of named) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const dot = document.createElement("span");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    button.append(dot, group.name);
    button.addEventListener("click", () => {
      if (!hidden.delete(group)) hidden.add(group);
      button.setAttribute("aria-pressed", String(!hidden.has(group)));
      draw();
    });
    group.dot = dot;
    item.append(button);
    legend.append(item);
  }
  const paintDots = () => named.forEach(group => { group.dot.style.background = ink(group); });

  slider.max = last;
  slider.addEventListener("input", () => go(Number(slider.value)));
  play.addEventListener("click", () => playing ? pause() : start());
  document.addEventListener("keydown", event => {
    if (event.target.closest("button, input") && event.key !== "Home" && event.key !== "End") return;
    const moves = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last};
    if (event.key === " ") {
      event.preventDefault();
      if (playing) pause(); else start();
    } else if (event.key in moves) {
      event.preventDefault();
      go(Math.floor(moves[event.key]));
    }
  });
  dark.addEventListener("change", () => { paintDots(); layOut(); });
  window.addEventListener("resize", layOut);
  paintDots();
  layOut();
  if (still.matches) go(last); else start();
})();
