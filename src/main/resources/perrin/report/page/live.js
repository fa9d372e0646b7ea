// A run while it lasts: asks for its state once a second and draws it.
"use strict";
(() => {
  const byId = id => document.getElementById(id);
  const charts = [];
  let latest = null, failures = 0;

  function place(i, title) {
    if (!charts[i]) {
      const figure = document.createElement("figure"), heading = document.createElement("h3"), chart = document.createElement("div"),
        scales = document.createElement("div");
      chart.className = "chart";
      chart.setAttribute("role", "img");
      figure.append(heading, chart, scales);
      byId("charts").append(figure);
      charts[i] = {heading, chart, scales, drawn: null};
    }
    charts[i].heading.textContent = title;
    charts[i].chart.setAttribute("aria-label", title);
    return charts[i];
  }

  // what the colours of maps mean
  function scales(one, figure, page) {
    one.scales.replaceChildren(...figure.panels.flatMap(panel => panel.layers).filter(layer => layer.kind === "map").map(map => {
      const line = document.createElement("div"), ramp = document.createElement("i");
      const text = words => { const made = document.createElement("span"); made.textContent = words; return made; };
      line.className = "scale";
      ramp.style.background = perrinCharts.ramp(map.ramp, page);
      line.append(text(map.name), text(perrinCharts.number(map.ends[0], 3)), ramp, text(perrinCharts.number(map.ends[1], 3)));
      return line;
    }));
  }

  function draw(state) {
    byId("phase").textContent = state.phase;
    byId("done").value = state.done;
    byId("rate").textContent = state.rate;
    byId("words").textContent = state.words;
    if (state.tone) byId("box").className = "verdict " + state.tone;
    state.data.figures.forEach((figure, i) => {
      figure.panels.forEach(panel => panel.layers.forEach(layer => {
        if (layer.kind === "contours" && typeof layer.lines === "number") layer.lines = state.data.lines[layer.lines];
      }));
      const one = place(i, figure.title), width = one.chart.clientWidth;
      const {options, height} = perrinCharts.option(figure, state.data, width);
      one.chart.style.height = height + "px";
      if (!one.drawn) one.drawn = echarts.init(one.chart, null, {renderer: "svg", width, height});
      else one.drawn.resize({width, height});
      one.drawn.setOption(options, true);
      scales(one, figure, state.data);
    });
    document.documentElement.dataset.drawn = String(charts.length);
  }

  async function ask() {
    try {
      const answer = await fetch("state", {cache: "no-store"});
      if (!answer.ok) throw new Error(String(answer.status));
      failures = 0;
      const state = await answer.json();
      if (state.data) { latest = state; draw(state); }
      if (state.tone) return; // it is over
    } catch (error) {
      failures++;
      if (failures >= 3) {
        byId("phase").textContent = "the run has ended, or was stopped";
        byId("box").className = "verdict neutral";
        return;
      }
    }
    setTimeout(ask, 1000);
  }

  byId("theme").addEventListener("click", () => {
    document.documentElement.dataset.theme = perrinCharts.isDark() ? "light" : "dark";
    if (latest) draw(latest);
  });
  let waiting = 0;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => latest && draw(latest), 100); });
  ask();
})();
