// Draws figures (perrin.report.chart.Figure as JSON) by ECharts. Texts reach the page as text alone.
"use strict";
const perrinCharts = (() => {
  const HEIGHT = {usual: 260, low: 110, square: 420};
  let printing = false;
  const SIGNS = {dot: ["circle", 7], speck: ["circle", 3.5], triangle: ["triangle", 12], cross: ["path://M0,0L10,10M0,10L10,0", 11]};

  const isDark = () => document.documentElement.dataset.theme === "dark"
    || (document.documentElement.dataset.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // page: its {inks, ramps}, each for light and dark grounds
  const colour = (ink, page) => page.inks[ink][isDark() ? 1 : 0];
  const ramp = (kind, page) => page.ramps[kind][isDark() ? 1 : 0];

  function number(value, digits = 5) {
    if (value === null || value === undefined || !isFinite(value)) return "–";
    const size = Math.abs(value), rounded = Number(value.toPrecision(digits));
    return size !== 0 && (size < 1e-4 || size >= 1e6) ? Number(value.toPrecision(Math.max(4, digits - 1))).toExponential().replace("e+", "e") : String(rounded);
  }

  // digits that tell numbers along an axis apart
  function digits([from, to]) {
    return Math.min(15, Math.max(5, 2 + Math.ceil(Math.log10(Math.max(Math.abs(from), Math.abs(to)) / (to - from)))));
  }

  // ECharts knows no steps below 1e-20: values of an axis that are far from 1 are drawn as multiples of a power of ten
  function factor([from, to], scale) {
    const size = to - from;
    return scale !== "logarithmic" && (size < 1e-9 || size > 1e12) ? 10 ** Math.floor(Math.log10(size)) : 1;
  }

  const SCALED = {x: ["x", "edges", "labelX"], y: ["y", "heights", "low", "high", "error", "labelY"]};

  const multiples = new WeakMap();
  function inMultiples(panel) {
    if (!multiples.has(panel)) {
      const ends = panelEnds(panel), factors = {x: factor(ends.x, panel.x.scale), y: factor(ends.y, panel.y.scale)};
      const part = (values, by) => values.map(v => v === null ? null : v / by);
      const layers = factors.x === 1 && factors.y === 1 ? panel.layers : panel.layers.map(layer => {
        const made = {...layer};
        for (const axis of ["x", "y"]) for (const name of SCALED[axis]) if (Array.isArray(layer[name])) made[name] = part(layer[name], factors[axis]);
        if (layer.at !== undefined) made.at = layer.at / factors.y;
        if (layer.kind === "contours") made.lines = layer.lines.map(line => [part(line[0], factors.x), part(line[1], factors.y)]);
        return made;
      });
      multiples.set(panel, {panel: {...panel, layers}, factors});
    }
    return multiples.get(panel);
  }

  // all x and y of a layer, for the ends of axes
  function extent(layer) {
    switch (layer.kind) {
      case "curve": case "marks": {
        const y = layer.error && layer.error.length
          ? layer.y.flatMap((v, i) => v === null || layer.error[i] === null ? [v] : [v - layer.error[i], v + layer.error[i]]) : layer.y;
        return [layer.x, y];
      }
      case "stairs": return [layer.edges, [0, ...layer.heights]];
      case "band": return [layer.x, [...layer.low, ...layer.high]];
      case "level": return [[], [layer.at]];
      case "map": return [layer.x, layer.y];
      case "contours": return [layer.lines.flatMap(line => line[0]), layer.lines.flatMap(line => line[1])];
    }
    return [[], []];
  }

  function ends(values) {
    let low = Infinity, high = -Infinity;
    for (const v of values) if (v !== null && isFinite(v)) { low = Math.min(low, v); high = Math.max(high, v); }
    return low <= high ? [low, high] : [0, 1];
  }

  function panelEnds(panel) {
    const all = panel.layers.map(extent);
    const x = ends(all.flatMap(e => e[0])), y = ends(all.flatMap(e => e[1]));
    if (x[0] === x[1]) { x[0] -= 1; x[1] += 1; }
    if (y[0] === y[1]) { const d = Math.abs(y[0]) || 1; y[0] -= d / 2; y[1] += d / 2; }
    return {x, y};
  }

  const pairs = (x, y) => x.map((v, i) => [v, y[i]]);

  // a series that is drawn as one shape, whatever of it is in sight
  function shape(name, data, encode, draw, z) {
    return {type: "custom", name, data, encode, clip: true, silent: true, z, animation: false,
      renderItem: (params, api) => params.dataIndexInside === 0 ? draw(api) : {type: "group", children: []}};
  }

  // parts without gaps, [[i, i, …], …]
  function runs(length, there) {
    const all = [];
    let run = [];
    for (let i = 0; i < length; i++) {
      if (there(i)) run.push(i); else if (run.length) { all.push(run); run = []; }
    }
    if (run.length) all.push(run);
    return all;
  }

  function mixed(colours, share) {
    const at = Math.max(0, Math.min(1, share || 0)) * (colours.length - 1), i = Math.min(colours.length - 2, Math.floor(at)), f = at - i;
    const part = (c, k) => parseInt(c.slice(1 + 2 * k, 3 + 2 * k), 16);
    return [0, 1, 2].map(k => Math.round(part(colours[i], k) * (1 - f) + part(colours[i + 1], k) * f));
  }

  // at twice the size at which it is shown: an image keeps its proportions
  function picture(layer, page, width, height) {
    const columns = layer.x.length - 1, rows = layer.y.length - 1;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(2 * width); canvas.height = Math.round(2 * height);
    const context = canvas.getContext("2d"), colours = ramp(layer.ramp, page);
    const across = i => Math.round(i * canvas.width / columns), down = j => Math.round(j * canvas.height / rows);
    for (let i = 0; i < columns; i++) for (let j = 0; j < rows; j++) {
      const v = layer.values[i * rows + j];
      if (v === null) continue;
      const rgb = mixed(colours, (v - layer.ends[0]) / (layer.ends[1] - layer.ends[0]));
      context.fillStyle = `rgb(${rgb})`;
      context.fillRect(across(i), down(rows - 1 - j), across(i + 1) - across(i), down(rows - j) - down(rows - 1 - j));
    }
    return canvas.toDataURL();
  }

  // whether a panel is so small that labels of the usual size would touch lines
  function narrowLabels(range, api) {
    return api.coord([range.x[1], range.y[0]])[0] - api.coord([range.x[0], range.y[0]])[0] < 330;
  }

  function series(layer, panel, range, page, overMap) {
    const ink = layer.ink ? colour(layer.ink, page) : null;
    switch (layer.kind) {
      case "curve":
        return [{type: "line", name: layer.name, data: pairs(layer.x, layer.y), showSymbol: false, color: ink, animation: false, z: 4,
          lineStyle: {width: layer.stroke === "fine" ? 1 : 2, type: layer.stroke === "dashed" ? "dashed" : "solid"}}];
      case "stairs": {
        const data = [[layer.edges[0], 0]];
        layer.heights.forEach((h, i) => data.push([layer.edges[i], h], [layer.edges[i + 1], h]));
        data.push([layer.edges[layer.edges.length - 1], 0]);
        return [{type: "line", name: layer.name, data, showSymbol: false, color: ink, animation: false, z: 2,
          lineStyle: {width: 1}, areaStyle: {opacity: 0.25, origin: 0}}];
      }
      case "band": {
        const data = layer.x.map((x, i) => [x, layer.low[i], layer.high[i]]);
        return [{...shape(layer.name, data, {x: 0, y: [1, 2]}, api => ({type: "group", children:
          runs(data.length, i => data[i][1] !== null && data[i][2] !== null).map(run => ({type: "polygon",
            shape: {points: [...run.map(i => api.coord([data[i][0], data[i][2]])), ...run.reverse().map(i => api.coord([data[i][0], data[i][1]]))]},
            style: {fill: ink, opacity: 0.22}}))}), 1), color: ink}];
      }
      case "marks": {
        const [symbol, size] = SIGNS[layer.sign];
        const speck = layer.sign === "speck", cross = layer.sign === "cross";
        const all = [{type: "scatter", name: layer.name, data: pairs(layer.x, layer.y), symbol, symbolSize: size, color: ink, animation: false, z: 5,
          silent: true, itemStyle: speck ? {opacity: 0.55} : cross ? {color: "transparent", borderColor: ink, borderWidth: 2} : {borderColor: css("--ground"), borderWidth: 0.5}}];
        if (layer.error.length) {
          const data = layer.x.map((x, i) => [x, layer.y[i] - layer.error[i], layer.y[i] + layer.error[i]]);
          all.push({...shape(layer.name, data, {x: 0, y: [1, 2]}, api => ({type: "group", children:
            data.filter((d, i) => layer.error[i] !== null && layer.y[i] !== null).map(d => {
              const [x, y] = api.coord([d[0], d[1]]), top = api.coord([d[0], d[2]])[1];
              return {type: "path", shape: {pathData: `M${x},${y}L${x},${top}M${x - 3},${y}L${x + 3},${y}M${x - 3},${top}L${x + 3},${top}`},
                style: {stroke: ink, fill: "none", lineWidth: 1.2}};
            })}), 3), color: ink});
        }
        return all;
      }
      case "level":
        return [{type: "line", name: layer.name, data: [[range.x[0], layer.at], [range.x[1], layer.at]], showSymbol: false, color: ink,
          animation: false, silent: true, z: 3, lineStyle: {width: 1.3, type: "dashed"}}];
      case "map": {
        const x = layer.x, y = layer.y;
        return [shape(layer.name, [[x[0], y[0]], [x[x.length - 1], y[y.length - 1]]], {x: 0, y: 1}, api => {
          const a = api.coord([x[0], y[y.length - 1]]), b = api.coord([x[x.length - 1], y[0]]);
          const url = picture(layer, page, b[0] - a[0], b[1] - a[1]);
          return {type: "image", style: {image: url, x: a[0], y: a[1], width: b[0] - a[0], height: b[1] - a[1]}};
        }, 0)];
      }
      case "contours": {
        const all = [{...shape(layer.name, [[range.x[0], range.y[0]], [range.x[1], range.y[1]]], {x: 0, y: 1}, api => ({type: "group", children:
          layer.lines.map(line => ({type: "polyline", shape: {points: line[0].map((x, i) => api.coord([x, line[1][i]]))},
            style: {stroke: overMap ? "#ffffff" : ink, fill: "none", lineWidth: 0.7, opacity: overMap ? 0.45 : 0.8}}))}), 1), color: overMap ? "#9aa3b2" : ink}];
        if (layer.labels.length) all.push({...shape(layer.name, [[range.x[0], range.y[0]], [range.x[1], range.y[1]]], {x: 0, y: 1}, api => ({type: "group", children:
          layer.labels.map((text, i) => { const [x, y] = api.coord([layer.labelX[i], layer.labelY[i]]);
            return {type: "text", x, y, style: {text, fill: css("--soft"), fontSize: narrowLabels(range, api) ? 8 : 10, align: "center", verticalAlign: "middle",
              stroke: css("--card"), lineWidth: 3}}; })}), 6), color: ink});
        return all;
      }
    }
    return [];
  }

  function axis(spec, range, by, exact, index, name, labelled) {
    const log = spec.scale === "logarithmic";
    const round = v => Number(v.toPrecision(2)) === v, shown = digits(range);
    return {type: log ? "log" : "value", gridIndex: index, name: labelled ? name : "", nameLocation: "middle", scale: true,
      min: exact && !log ? range[0] : undefined, max: exact && !log ? range[1] : undefined,
      nameTextStyle: {color: css("--text"), fontSize: 13}, axisLine: {show: true, onZero: false, lineStyle: {color: css("--line")}},
      axisTick: {show: true}, splitLine: {show: false}, axisPointer: {show: true, snap: false, label: {show: false}},
      axisLabel: {color: css("--soft"), hideOverlap: true, formatter: v => number(v * by, shown), show: labelled || index < 0,
        showMinLabel: exact && !round(range[0]) ? false : undefined, showMaxLabel: exact && !round(range[1]) ? false : undefined}};
  }

  // where the same length is to be a unit on both axes: the panel's own width and height
  function equalSize(range, inner, height) {
    const x = range.x[1] - range.x[0], y = range.y[1] - range.y[0], unit = Math.max(x / inner, y / height);
    return [Math.max(120, x / unit), Math.max(120, y / unit)];
  }

  // what stands beside a name in the legend
  function icon(layer) {
    switch (layer.kind) {
      case "curve": return layer.stroke === "dashed" ? "path://M0,4h5v2h-5zM8,4h5v2h-5zM16,4h5v2h-5z" : "path://M0,4h20v2h-20z";
      case "level": return "path://M0,4h5v2h-5zM8,4h5v2h-5zM16,4h5v2h-5z";
      case "contours": return "path://M0,4.5h20v1h-20z";
      case "marks": return SIGNS[layer.sign][0];
    }
    return "roundRect";
  }

  // areas are as pale there as they are drawn
  function swatch(layer, page) {
    switch (layer.kind) {
      case "band": return {color: colour(layer.ink, page) + "38"};
      case "stairs": return {color: colour(layer.ink, page) + "40", borderColor: colour(layer.ink, page), borderWidth: 1};
    }
    return {};
  }

  function option(figure, page, width) {
    const narrow = width < 520, right = narrow ? 12 : 24, small = printing ? 0.62 : 1;
    // as wide as the longest number along an axis upwards
    const longest = Math.max(...figure.panels.map(panel => { const [a, b] = panelEnds(panel).y, step = (b - a) / 4;
      return Math.max(...[0, 1, 2, 3].map(i => number(Number((a + i * step).toPrecision(Math.max(2, digits([a, b]) - 2))), digits([a, b])).length)); }));
    const left = Math.min(110, Math.max(narrow ? 52 : 64, 36 + 7 * longest));
    const options = {animation: false, backgroundColor: "transparent", textStyle: {fontFamily: getComputedStyle(document.body).fontFamily}, grid: [], xAxis: [], yAxis: [], series: [],
      tooltip: {trigger: "axis", showContent: false, axisPointer: {type: "line", lineStyle: {color: css("--soft"), type: "dotted"}}},
      axisPointer: {link: [{xAxisIndex: "all"}], triggerTooltip: false}};
    const entries = new Map();
    figure.panels.forEach(p => p.layers.filter(l => l.name && l.kind !== "map" && !entries.has(l.name)).forEach(l => entries.set(l.name, {icon: icon(l), itemStyle: swatch(l, page)})));
    const names = [...entries].map(([name, look]) => ({name, ...look}));
    // how many lines the legend takes
    let lines = 1, used = 0;
    names.forEach(({name}) => { const length = 34 + 6.6 * name.length; if (used && used + length > width - left - right) { lines++; used = 0; } used += length; });
    let top = names.length ? 12 + 22 * Math.min(lines, 6) : 12;
    figure.panels.forEach((panel, k) => {
      const shared = k + 1 < figure.panels.length && figure.panels[k + 1].x.label === panel.x.label && panel.size !== "square";
      const inner = width - left - right;
      let height = small * (panel.size === "square" ? Math.min(HEIGHT.square, inner) : HEIGHT[panel.size]), across = inner;
      const range = panelEnds(panel);
      figure.panels.filter(other => other.x.label === panel.x.label && panel.size !== "square").map(panelEnds).forEach(other => {
        range.x = [Math.min(range.x[0], other.x[0]), Math.max(range.x[1], other.x[1])]; // below each other
      });
      const equal = panel.x.scale === "equal", {panel: drawn, factors} = inMultiples(panel);
      const scaled = {x: range.x.map(v => v / factors.x), y: range.y.map(v => v / factors.y)};
      if (equal) [across, height] = equalSize(range, inner, small * Math.min(1.2 * HEIGHT.square, 1.2 * inner));
      const map = panel.layers.some(l => l.kind === "map"), contours = panel.layers.some(l => l.kind === "contours");
      options.grid.push({left: left + (inner - across) / 2, width: across, top, height});
      options.xAxis.push({...axis(panel.x, scaled.x, factors.x, true, k, panel.x.label, !shared), nameGap: 28});
      options.yAxis.push({...axis(panel.y, scaled.y, factors.y, map || contours || equal, k, panel.y.label, true), nameGap: left - 16});
      for (const layer of drawn.layers) {
        for (const one of series(layer, drawn, scaled, page, map)) options.series.push({...one, xAxisIndex: k, yAxisIndex: k});
      }
      top += height + (shared ? 14 : 50);
    });
    options.legend = {data: names, top: 2, left: left - 8, right, type: lines > 6 ? "scroll" : "plain", itemWidth: 18, itemHeight: 10,
      textStyle: {color: css("--text")}, pageTextStyle: {color: css("--soft")}, pageIconColor: css("--text"), inactiveColor: css("--line")};
    options.dataZoom = options.xAxis.length === 1 || figure.panels.every(p => p.size !== "square")
      ? [{type: "inside", xAxisIndex: options.xAxis.map((_, i) => i), zoomOnMouseWheel: "ctrl", moveOnMouseMove: true, filterMode: "none"}] : [];
    return {options, height: top};
  }

  // what a layer says near x
  function near(layer, x) {
    const xs = layer.kind === "stairs" ? layer.edges : layer.x;
    if (!xs || layer.kind === "map" || layer.sign === "speck") return null;
    if (layer.kind === "stairs") {
      const i = xs.findIndex((e, k) => k + 1 < xs.length && e <= x && x < xs[k + 1]);
      return i < 0 ? null : layer.heights[i];
    }
    if (layer.kind !== "curve" && layer.kind !== "marks") return null;
    let best = -1;
    xs.forEach((v, i) => { if (v !== null && (best < 0 || Math.abs(v - x) < Math.abs(xs[best] - x))) best = i; });
    if (best < 0) return null;
    const error = layer.error && layer.error.length ? layer.error[best] : null;
    return error === null ? layer.y[best] : [layer.y[best], error];
  }

  function cell(map, x, y) {
    const columns = map.x.length - 1, rows = map.y.length - 1;
    const i = Math.floor((x - map.x[0]) / (map.x[columns] - map.x[0]) * columns), j = Math.floor((y - map.y[0]) / (map.y[rows] - map.y[0]) * rows);
    return i >= 0 && i < columns && j >= 0 && j < rows ? map.values[i * rows + j] : null;
  }

  function said(panel, x, y) {
    const parts = [`${panel.x.label} = ${number(x)}`];
    const map = panel.layers.find(l => l.kind === "map");
    if (map) return `${parts[0]}, ${panel.y.label} = ${number(y)}: ${map.name} ${number(cell(map, x, y))}`;
    if (panel.size === "square") return `${parts[0]}, ${panel.y.label} = ${number(y)}`;
    for (const layer of panel.layers) {
      const value = near(layer, x);
      if (value !== null && value !== undefined && layer.name) {
        parts.push(`${layer.name} ${Array.isArray(value) ? number(value[0]) + " ± " + number(value[1]) : number(value)}`);
      }
    }
    return parts.join("   ");
  }

  return {option, said, number, panelEnds, factors: panel => inMultiples(panel).factors, isDark, ramp: (kind, page) => `linear-gradient(90deg, ${ramp(kind, page)})`, print: on => { printing = on; }};
})();
