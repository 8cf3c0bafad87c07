import assert from 'node:assert/strict';
import type { Document, Element } from '@xmldom/xmldom';
import { linearAxis, rangeOf } from '../../../src/report/axis';
import type { Series } from '../../../src/report/lineChart';
import { logAxis } from '../../../src/report/logAxis';
import { lineChartSvg } from '../../../src/report/lineChartSvg';
import { paperPalette } from '../../../src/report/palette';
import { elements, numberOf, ofClass, readSvg, textsOf } from './readSvg';
import { tickNumber } from './tickNumber';

const size = { palette: paperPalette, width: 640, height: 320 };

type Pairs = readonly (readonly [number, number])[];

const curve = (points: Pairs, more: Partial<Series> = {}): Series => {
  return { label: 'training', points: points.map(([x, y]) => ({ x, y })), role: 'training', style: 'line', ...more };
};

interface Drawing extends Partial<typeof size> {
  readonly yScale?: 'linear' | 'log';
  /** Stands everywhere. */
  readonly text?: string;
}

/** A chart whose axes reach all of its points. */
function draw(series: readonly Series[], { yScale = 'linear', text, ...picture }: Drawing = {}): Document {
  const points = series.flatMap(one => one.points);
  const [across, up] = [rangeOf(points.map(({ x }) => x)), points.map(({ y }) => y)];
  return readSvg(
    lineChartSvg(
      {
        title: text ?? 'Loss',
        xLabel: text ?? 'epoch',
        yLabel: text ?? 'loss',
        xAxis: linearAxis(up.some(Number.isFinite) ? across : undefined, { ends: 'exact', ticks: 6 }),
        yAxis: yScale === 'log' ? logAxis(rangeOf(up.filter(y => y > 0)), 8) : linearAxis(rangeOf(up), { ends: 'nice', ticks: 5 }),
        series,
        format: String,
      },
      { ...size, ...picture },
    ),
  );
}

/** What the ticks of an axis say that a place along it is worth: from the first and the last, without knowing how the chart was made. */
function reader(svg: Document, tickClass: 'xTick' | 'yTick', scale: (value: number) => number, back: (value: number) => number) {
  const attribute = tickClass === 'xTick' ? 'x1' : 'y1';
  const ticks = ofClass(svg, tickClass).map(tick => ({
    place: numberOf(elements(tick, 'line')[0], attribute),
    value: scale(tickNumber(textsOf(tick)[0]!)),
  }));
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  assert.ok(ticks.length >= 2 && ticks.every(({ value }) => Number.isFinite(value)), `${ticks.length} ticks`);
  return (place: number): number => back(first.value + ((place - first.place) / (last.place - first.place)) * (last.value - first.value));
}

/** The stretches of a series in pixels. */
function stretches(series: Element | undefined): number[][][] {
  const path = elements(series!, 'path')[0]!.getAttribute('d') ?? '';
  return path
    .split('M')
    .slice(1)
    .map(stretch =>
      stretch
        .replace('h0', '')
        .split('L')
        .map(pair => pair.split(',').map(Number)),
    );
}

const same = (value: number): number => value;

describe('a line chart', () => {
  for (const [scale, forward, back] of [
    ['linear', same, same],
    ['log', Math.log10, (value: number) => 10 ** value],
  ] as const) {
    for (const [what, points] of [
      ['losses', Array.from({ length: 12 }, (_, i) => [i + 1, 2.3 * Math.exp(-i / 2) + 0.02] as const)],
      ['values close together', Array.from({ length: 5 }, (_, i) => [i, 0.9801 + i * 0.0007] as const)],
      ['many powers of ten', Array.from({ length: 30 }, (_, i) => [i * 1000, 10 ** (i / 3 - 6)] as const)],
      ['one point', [[3, 0.25] as const]],
    ] as const) {
      it(`draws ${what} where its own ${scale} ticks say`, () => {
        const svg = draw([curve(points)], { yScale: scale });
        const places = stretches(ofClass(svg, 'series')[0]).flat();
        const y = reader(svg, 'yTick', forward, back);
        assert.equal(places.length, points.length);
        places.forEach(([, place], i) => {
          // A hundredth of a pixel, as the coordinates are rounded, and what the ticks' own rounding adds to it.
          const near = Math.abs(y(place! + 0.1) - y(place! - 0.1));
          assert.ok(Math.abs(y(place!) - points[i]![1]) <= near, `${y(place!)} for ${points[i]![1]}`);
        });
        if (points.length > 1) {
          const x = reader(svg, 'xTick', same, same);
          places.forEach(([place], i) => assert.ok(Math.abs(x(place!) - points[i]![0]) <= Math.abs(x(place! + 0.1) - x(place! - 0.1))));
        }
      });
    }
  }

  it('has ticks at 1, 2 or 5 times a power of ten, a step apart, within the picture', () => {
    for (let exponent = -7; exponent <= 7; exponent += 0.37) {
      const svg = draw([
        curve([
          [0, 0.3 * 10 ** exponent],
          [1, 10 ** exponent],
        ]),
      ]);
      const values = ofClass(svg, 'yTick').map(tick => Number(textsOf(tick)[0]));
      const steps = values.slice(1).map((value, i) => value - values[i]!);
      const step = steps[0]!;
      assert.ok(
        steps.every(one => Math.abs(one - step) < step * 1e-6),
        String(values),
      );
      assert.match(step.toExponential(6), /^[125]\.000000/, String(values));
      assert.ok(values[0]! <= 0.3 * 10 ** exponent * (1 + 1e-9) && values.at(-1)! >= 10 ** exponent * (1 - 1e-9), String(values));
    }
  });

  it('breaks a line at what is not finite', () => {
    const svg = draw([
      curve([
        [1, 1],
        [2, NaN],
        [3, 2],
        [4, 3],
        [5, Infinity],
        [6, 2],
      ]),
    ]);
    assert.deepEqual(
      stretches(ofClass(svg, 'series')[0]).map(({ length }) => length),
      [1, 2, 1],
    );
  });

  it('leaves out what is not above 0 on a logarithmic axis', () => {
    const points: Pairs = [
      [1, 0],
      [2, 0.1],
      [3, -1],
      [4, 0.01],
    ];
    assert.equal(stretches(ofClass(draw([curve(points)], { yScale: 'log' }), 'series')[0]).flat().length, 2);
    assert.equal(stretches(ofClass(draw([curve(points)]), 'series')[0]).flat().length, 4);
  });

  it('says so where there is nothing to draw', () => {
    for (const series of [[], [curve([])], [curve([[1, NaN]])]]) {
      for (const yScale of ['linear', 'log'] as const) {
        const svg = draw(series, { yScale });
        assert.ok(textsOf(svg).includes('Nothing recorded yet'));
        assert.equal(ofClass(svg, 'yTick').length, 0);
      }
    }
  });

  it('marks points by the style: squares, hollow circles, or none', () => {
    const points: Pairs = [
      [1, 1],
      [2, 2],
      [3, 3],
    ];
    const count = (style: Series['style'], name: string): number =>
      elements(ofClass(draw([curve(points, { style })]), 'series')[0]!, name).length;
    assert.deepEqual([count('markers', 'rect'), count('markers', 'circle')], [3, 0]);
    assert.deepEqual([count('dashed', 'rect'), count('dashed', 'circle')], [0, 3]);
    for (const style of ['line', 'thin'] as const) assert.deepEqual([count(style, 'rect'), count(style, 'circle')], [0, 0]);
  });

  it('lays its legend out in rows that overlap neither each other nor the curves', () => {
    for (const [width, count] of [
      [320, 1],
      [320, 9],
      [900, 9],
      [200, 3],
    ] as const) {
      const series = Array.from({ length: count }, (_, i) =>
        curve([[0, i]], { label: `num_filters ${2 ** i} · seed ${i}${i % 2 ? ' with a rather long name of its own' : ''}` }),
      );
      const svg = draw(series, { width });
      const entries = ofClass(svg, 'legend').map(entry => {
        const text = elements(entry, 'text')[0]!;
        const left = numberOf(text, 'x');
        return { left: left - 24, right: left + text.textContent!.length * 11 * 0.6, y: numberOf(text, 'y') };
      });
      const top = Math.min(...ofClass(svg, 'yTick').map(tick => numberOf(elements(tick, 'line')[0], 'y1')));
      assert.equal(entries.length, count);
      for (const [i, one] of entries.entries()) {
        assert.ok(one.left >= 0 && one.right <= width, `${width}: entry ${i} ends at ${one.right}`);
        assert.ok(one.y < top - 4, `entry ${i} is above the curves`);
        for (const other of entries.slice(i + 1)) assert.ok(one.y + 11 < other.y || one.right < other.left, 'no two overlap');
      }
    }
  });

  it('names the run that a curve is of', () => {
    const svg = draw([curve([[1, 1]], { label: 'parent', name: 'num_filters 64' })]);
    assert.deepEqual(ofClass(svg, 'legend').flatMap(textsOf), ['parent: num_filters 64']);
  });

  it('escapes what stands in it and says what it is to those who do not see it', () => {
    const hostile = `<script>alert("1 & 2")</script>\u0000 ]]>'`;
    const svg = draw([curve([[1, 0.5], [2, 0.25]], { label: hostile })], { text: hostile, width: 2000, palette: { ...paperPalette, fontFamily: hostile } }); // prettier-ignore
    const shown = hostile.replace('\u0000', String.raw`\u0000`);
    assert.equal(elements(svg, 'script').length, 0);
    assert.equal(elements(svg, 'title')[0]!.textContent, shown);
    assert.equal(textsOf(svg).filter(text => text === shown).length, 4);
    assert.match(elements(svg, 'desc')[0]!.textContent ?? '', /2 points, from 0\.5 to 0\.25\./);
    assert.equal(svg.documentElement!.getAttribute('role'), 'img');
  });

  it('has grid lines across only', () => {
    const svg = draw([
      curve([
        [1, 1],
        [9, 2],
      ]),
    ]);
    for (const tick of ofClass(svg, 'yTick')) {
      const [line] = elements(tick, 'line');
      assert.equal(numberOf(line, 'y1'), numberOf(line, 'y2'));
    }
    for (const tick of ofClass(svg, 'xTick')) {
      const [line] = elements(tick, 'line');
      assert.ok(numberOf(line, 'y2') - numberOf(line, 'y1') <= 4);
    }
  });
});
