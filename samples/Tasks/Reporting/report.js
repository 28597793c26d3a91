// Shows the values of all lines under the pointer. The page is complete without it.
for (const figure of document.querySelectorAll('.chart')) {
  const svg = figure.querySelector('svg');
  if (!svg) continue;
  const readout = figure.querySelector('.readout'), cursor = svg.querySelector('.cursor');
  const lines = [...svg.querySelectorAll('.line')].map(line => ({
    name: line.dataset.name,
    color: [...line.classList].find(c => /^c\d/.test(c)),
    values: line.dataset.values.split(' ').map(v => v.split(',')),
    places: line.getAttribute('points').split(' ').map(p => +p.split(',')[0]),
  }));
  const box = svg.viewBox.baseVal;
  svg.addEventListener('pointermove', event => {
    const at = (event.clientX - svg.getBoundingClientRect().left) / svg.getBoundingClientRect().width * box.width;
    const nearest = lines.map(line => line.places.reduce((best, x, i) => Math.abs(x - at) < Math.abs(line.places[best] - at) ? i : best, 0));
    const first = nearest.map((i, n) => lines[n].places[i]).reduce((a, b) => Math.abs(a - at) <= Math.abs(b - at) ? a : b);
    cursor.setAttribute('d', `M${first} 12V${box.height - 40}`);
    readout.replaceChildren(...lines.map((line, n) => {
      const row = document.createElement('div'), swatch = document.createElement('i');
      swatch.className = `swatch ${line.color}`;
      row.append(swatch, `${line.name}  ${line.values[nearest[n]][1]}`);
      return row;
    }));
    const x = document.createElement('div');
    x.textContent = `${svg.querySelector('.label').textContent} ${lines[0].values[nearest[0]][0]}`;
    readout.prepend(x);
    readout.hidden = false;
  });
  svg.addEventListener('pointerleave', () => { readout.hidden = true; cursor.removeAttribute('d'); });
}
