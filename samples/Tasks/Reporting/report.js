// Read-outs under the pointer. The page is complete without them.
const element = (name, text, className) => Object.assign(document.createElement(name), { textContent: text ?? '', className: className ?? '' });

const show = (readout, svg, event, rows) => {
  readout.replaceChildren(...rows);
  readout.hidden = false;
  const box = svg.getBoundingClientRect(), plot = readout.parentElement.getBoundingClientRect();
  const left = event.clientX - plot.left, isRight = event.clientX > box.left + box.width / 2;
  readout.style.left = `${Math.max(0, isRight ? left - readout.offsetWidth - 14 : Math.min(left + 14, plot.width - readout.offsetWidth))}px`;
  readout.style.top = `${Math.max(0, event.clientY - plot.top - readout.offsetHeight - 10)}px`;
};

for (const figure of document.querySelectorAll('.chart')) {
  const svg = figure.querySelector('svg');
  if (!svg) continue;
  const readout = figure.querySelector('.readout'), cursor = svg.querySelector('.cursor');
  const lines = [...svg.querySelectorAll('.line')].map(line => ({
    name: line.dataset.name,
    color: [...line.classList].find(c => /^c\d/.test(c)),
    values: line.dataset.values.split(' ').map(v => v.split(',')),
    places: line.getAttribute('points').split(' ').map(p => +p.split(',')[0] / 1000),
  }));
  svg.addEventListener('pointermove', event => {
    const box = svg.getBoundingClientRect(), at = (event.clientX - box.left) / box.width;
    const nearest = lines.map(line => line.places.reduce((best, x, i) => Math.abs(x - at) < Math.abs(line.places[best] - at) ? i : best, 0));
    const distance = n => Math.abs(lines[n].places[nearest[n]] - at);
    const first = lines.reduce((best, _, n) => distance(n) < distance(best) ? n : best, 0);
    const x = lines[first].places[nearest[first]];
    cursor.setAttribute('x1', `${100 * x}%`);
    cursor.setAttribute('x2', `${100 * x}%`);
    const rows = lines.map((line, n) => ({ line, value: line.values[nearest[n]], isNear: Math.abs(line.places[nearest[n]] - x) < .02 }))
      .filter(r => r.isNear).sort((a, b) => b.value[1] - a.value[1]).slice(0, 14);
    show(readout, svg, event, [
      element('div', `${svg.dataset.x} ${lines[first].values[nearest[first]][0]}`),
      ...rows.map(({ line, value }) => {
        const row = element('div');
        row.append(element('i', '', `swatch ${line.color}`), `${line.name ? line.name + '  ' : ''}${value[1]}${value[2] ? ` ± ${value[2]}` : ''}`);
        return row;
      }),
    ]);
  });
  svg.addEventListener('pointerleave', () => { readout.hidden = true; cursor.removeAttribute('x1'); });

  const marks = svg.querySelector('.marks'), entries = [...figure.querySelectorAll('.legend li')];
  entries.forEach((entry, i) => {
    const pick = isOn => {
      marks.parentElement.classList.toggle('faded', isOn && entries.length > 1);
      for (const mark of svg.querySelectorAll(`.c${lines[i].color.slice(1)}`)) mark.classList.toggle('picked', isOn);
    };
    for (const [name, isOn] of [['pointerenter', true], ['focus', true], ['pointerleave', false], ['blur', false]]) entry.addEventListener(name, () => pick(isOn));
  });
}

for (const figure of document.querySelectorAll('.heat')) {
  const svg = figure.querySelector('.plot > svg'), readout = figure.querySelector('.readout'), cell = svg.querySelector('.cell');
  const steps = svg.dataset.steps.split(' '), groups = [...svg.querySelectorAll('.marks g')];
  svg.addEventListener('pointermove', event => {
    for (const title of svg.querySelectorAll('title')) title.remove();   // or two read-outs would cover each other
    const box = svg.getBoundingClientRect();
    const column = Math.min(steps.length - 1, Math.max(0, Math.floor((event.clientX - box.left) / box.width * steps.length)));
    const row = Math.min(groups.length - 1, Math.max(0, Math.floor((event.clientY - box.top) / box.height * groups.length)));
    for (const [name, value] of Object.entries({
      x: 100 * column / steps.length, width: 100 / steps.length, y: 100 * row / groups.length, height: 100 / groups.length,
    })) cell.setAttribute(name, `${value}%`);
    show(readout, svg, event, [
      element('div', groups[row].dataset.name),
      element('div', `step ${steps[column]}: ${svg.dataset.symbol} ${groups[row].dataset.values.split(' ')[column]}`),
    ]);
  });
  svg.addEventListener('pointerleave', () => { readout.hidden = true; cell.setAttribute('width', 0); });
}
