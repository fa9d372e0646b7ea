// A report's page: charts, what is under the pointer or the arrow keys, numbers as tables, themes, printing.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  data.figures.forEach(figure => figure.panels.forEach(panel => panel.layers.forEach(layer => {
    if (layer.kind === "contours") layer.lines = data.lines[layer.lines];
  })));
  const charts = new Map();
  const ROWS = 200;
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  function draw(place, width) {
    const figure = data.figures[Number(place.dataset.figure)];
    const wide = width || place.clientWidth;
    if (!wide) return;
    const {options, height} = perrinCharts.option(figure, data, wide);
    place.style.height = height + "px";
    let chart = charts.get(place);
    if (!chart) {
      chart = echarts.init(place, null, {renderer: "svg", width: wide, height});
      charts.set(place, chart);
      listen(chart, place, figure);
    } else {
      chart.resize({width: wide, height});
    }
    chart.setOption(options, true);
  }

  function listen(chart, place, figure) {
    const readout = place.parentElement.querySelector(".readout");
    const show = (k, x, y) => { readout.textContent = perrinCharts.said(figure.panels[k], x, y); };
    const over = event => {
      for (let k = 0; k < figure.panels.length; k++) {
        if (chart.containPixel({gridIndex: k}, [event.offsetX, event.offsetY])) {
          const [x, y] = chart.convertFromPixel({gridIndex: k}, [event.offsetX, event.offsetY]), by = perrinCharts.factors(figure.panels[k]);
          return show(k, x * by.x, y * by.y);
        }
      }
    };
    chart.getZr().on("mousemove", over);
    chart.getZr().on("click", over);
    let at = 0.5;
    place.addEventListener("keydown", event => {
      const step = {ArrowLeft: -0.02, ArrowRight: 0.02, Home: -1, End: 1}[event.key];
      if (step === undefined) return;
      event.preventDefault();
      at = Math.max(0, Math.min(1, at + step));
      const range = perrinCharts.panelEnds(figure.panels[0]);
      const x = range.x[0] + at * (range.x[1] - range.x[0]);
      show(0, x, (range.y[0] + range.y[1]) / 2);
      const by = perrinCharts.factors(figure.panels[0]);
      const [left, top] = chart.convertToPixel({gridIndex: 0}, [x / by.x, (range.y[0] + range.y[1]) / 2 / by.y]);
      chart.dispatchAction({type: "updateAxisPointer", x: left, y: top, currTrigger: "mousemove"});
    });
  }

  const places = () => [...document.querySelectorAll(".chart")].filter(place => place.offsetParent !== null);
  const drawAll = width => {
    document.querySelectorAll("[data-ramp]").forEach(scale => { scale.style.background = perrinCharts.ramp(scale.dataset.ramp, data); });
    places().forEach(place => {
      try {
        draw(place, width);
      } catch (error) { // the others are drawn all the same
        console.error(error);
        place.textContent = "This chart could not be drawn; its numbers are below.";
      }
    });
  };

  // numbers of a layer, a column each
  function columns(layer, panel) {
    switch (layer.kind) {
      case "curve": return [[panel.x.label, layer.x], [panel.y.label, layer.y]];
      case "marks": return layer.error.length ? [[panel.x.label, layer.x], [panel.y.label, layer.y], ["±", layer.error]]
        : [[panel.x.label, layer.x], [panel.y.label, layer.y]];
      case "stairs": return [["from", layer.edges.slice(0, -1)], ["to", layer.edges.slice(1)], [panel.y.label, layer.heights]];
      case "band": return [[panel.x.label, layer.x], ["low", layer.low], ["high", layer.high]];
      case "level": return [[panel.y.label, [layer.at]]];
      case "map": {
        const rows = layer.y.length - 1, middle = (edges, i) => (edges[i] + edges[i + 1]) / 2;
        return [[panel.x.label, layer.values.map((_, k) => middle(layer.x, Math.floor(k / rows)))],
          [panel.y.label, layer.values.map((_, k) => middle(layer.y, k % rows))], [layer.name, layer.values]];
      }
    }
    return null;
  }

  function table(layer, panel) {
    const parts = columns(layer, panel);
    if (!parts) return null;
    const length = parts[0][1].length, every = Math.max(1, Math.ceil(length / ROWS));
    const made = element("table");
    made.append(element("caption", (layer.name || panel.y.label) + (every > 1 ? ` (every ${every}th of ${length})` : "")));
    const head = made.createTHead().insertRow();
    parts.forEach(part => head.append(element("th", part[0], {scope: "col"})));
    const body = made.createTBody();
    for (let i = 0; i < length; i += every) {
      const row = body.insertRow();
      parts.forEach(part => { row.insertCell().textContent = perrinCharts.number(part[1][i]); });
    }
    return made;
  }

  function csv(figure) {
    const quoted = text => /[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
    const lines = [];
    figure.panels.forEach(panel => panel.layers.forEach(layer => {
      const parts = columns(layer, panel);
      if (!parts) return;
      lines.push(["series", ...parts.map(part => part[0])].map(quoted).join(","));
      for (let i = 0; i < parts[0][1].length; i++) {
        lines.push([layer.name, ...parts.map(part => part[1][i] === null ? "" : String(part[1][i]))].map(quoted).join(","));
      }
    }));
    return lines.join("\n") + "\n";
  }

  document.querySelectorAll("details.numbers").forEach(details => details.addEventListener("toggle", () => {
    if (!details.open || details.dataset.made) return;
    details.dataset.made = "yes";
    const figure = data.figures[Number(details.dataset.figure)];
    const save = element("button", "Save as CSV", {type: "button"});
    save.addEventListener("click", () => {
      const link = element("a", "", {download: figure.name.replace(/[^A-Za-z0-9._-]+/g, "_") + ".csv"});
      link.href = URL.createObjectURL(new Blob([csv(figure)], {type: "text/csv"}));
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    details.append(save);
    const tables = element("div", "", {class: "tables"});
    figure.panels.forEach(panel => panel.layers.forEach(layer => { const made = table(layer, panel); if (made) tables.append(made); }));
    details.append(tables);
  }));

  // browsers keep what was chosen when a page is loaded again
  const points = document.getElementById("points");
  if (points) points.value = document.querySelector("section.point:not([hidden])").dataset.point;
  if (points) points.addEventListener("change", () => {
    document.querySelectorAll("section.point").forEach(section => { section.hidden = section.dataset.point !== points.value; });
    drawAll();
  });

  const theme = document.getElementById("theme");
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = perrinCharts.isDark() ? "light" : "dark";
    drawAll();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());

  let before = null;
  addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.theme || "";
    document.documentElement.dataset.theme = "light";
    perrinCharts.print(true);
    drawAll(640);
  });
  addEventListener("afterprint", () => {
    perrinCharts.print(false);
    if (before) document.documentElement.dataset.theme = before; else delete document.documentElement.dataset.theme;
    drawAll();
  });
  let waiting = 0;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(drawAll, 100); });
  drawAll();
  document.documentElement.dataset.drawn = String(charts.size);
})();
