import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import { addListCommand } from '../../../src/cli/list';
import { RunReporter } from '../../../src/cli/runReporter';
import { plainStyle, TextSink } from '../../../src/cli/textSink';
import { metricsAsMarkdown } from '../../../scripts/docs/metricTable';
import { choosesModels, epochMetrics, formatMetric, metrics, metricTable, type Metric } from '../../../src/contract/metrics';
import { defaultParameters, parameterTable } from '../../../src/contract/parameters';
import { initialRun } from '../../../src/contract/runState';
import type { BatchEnded, EpochEnded, Evaluated, TrainerEvent } from '../../../src/contract/trainer';
import { sortKeys } from '../../../src/experiment/arrangement';
import { findColumn } from '../../../src/experiment/runColumns';
import { parseFilter } from '../../../src/experiment/runFilter';
import { curvesCsv } from '../../../src/report/csv';
import { metricCharts } from '../../../src/report/metricChart';
import { runChart } from '../../../src/report/runChart';
import { curvesOf } from '../../../src/report/runCurves';
import { closingRow, epochRow } from '../../../src/tracking/wandb/rows';
import { consoleLines } from '../../../src/tracking/wandb/consoleLines';
import { eventsOfRun } from '../cli/events';
import { listed } from '../experiment/listed';

describe('the table of metrics', () => {
  const events = eventsOfRun();
  const the = <T extends TrainerEvent['type']>(type: T): Extract<TrainerEvent, { type: T }> =>
    events.find((event): event is Extract<TrainerEvent, { type: T }> => event.type === type)!;
  const batch: BatchEnded = the('batchEnded');
  const epoch: EpochEnded = the('epochEnded');
  const evaluated: Evaluated = the('evaluated');
  const run = listed();

  it('names nothing twice, and no parameter', () => {
    const names: string[] = metricTable.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(
      names.filter(name => parameterTable.some(parameter => parameter.name === name)),
      [],
    );
    for (const name of names) assert.match(name, /^[a-z][a-z0-9_]*$/);
    const keys = metricTable.flatMap(({ wandb }: Metric) => wandb ?? []);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('lets a model be chosen by what is measured on the validation images alone', () => {
    assert.deepEqual(
      metricTable.filter(choosesModels).map(({ name }) => name),
      ['val_loss', 'val_accuracy'],
    );
  });

  it('shows values as they always were', () => {
    assert.equal(formatMetric(metrics.test_accuracy, 0.9912), '99.12 %');
    assert.equal(formatMetric(metrics.val_loss, 0.0271), '0.0271');
    assert.equal(formatMetric(metrics.images_per_second, 5432.1), '5,432');
    assert.equal(formatMetric(metrics.duration, 80_000), '1m20s');
  });

  // Each is what a new entry appears in by itself.
  for (const metric of metricTable as readonly Metric[]) {
    const { name } = metric;

    it(`${name} is a column, with the value of a run that has ended`, () => {
      const column = findColumn(name)!;
      const value = column.value(run);
      assert.equal(typeof value, 'number');
      assert.equal(column.value({ ...run, summary: undefined }), null);
      assert.equal(column.show!(value!, run), formatMetric(metric, Number(value)));
    });

    it(`${name} can be filtered by`, () => {
      const value = metric.ofRun(run.summary!)!;
      assert.ok(parseFilter(`${name}>=${value}`)(run));
      assert.ok(!parseFilter(`${name}>${value}`)(run));
    });

    it(`${name} can be sorted by in the editor, unless it is measured on images that choose no run`, () => {
      const isSortedBy = metric.measuredOn !== 'training' && metric.measuredOn !== 'test';
      assert.equal((sortKeys as readonly string[]).includes(name), isSortedBy);
    });

    it(`${name} stands in the help of digits list and in the documentation`, () => {
      let help = '';
      const program = new Command().configureOutput({ writeOut: text => (help += text) });
      addListCommand(program, {} as never);
      program.commands[0]!.outputHelp();
      assert.ok(help.replaceAll('\n', ' ').includes(` ${name}, `), help);
      assert.ok(metricsAsMarkdown().includes(`| \`${name}\` | ${metric.help}`));
    });

    it(`${name} is sent to W&B under its key, if it has one`, () => {
      const row = { ...epochRow(epoch), ...closingRow(defaultParameters, evaluated) };
      const measured = metric.epoch ? metric.epoch.value(epoch) : metric.ofEvaluation?.(evaluated);
      if (metric.wandb !== undefined) assert.equal(row[metric.wandb], measured);
      else assert.ok(!Object.values(row).includes(measured));
    });

    it(`${name} is in the curves' CSV, if it has a column there`, () => {
      const [head = '', ofBatch = '', ofTraining = '', ofValidation = ''] = curvesCsv({ batches: [batch], epochs: [epoch] }).split('\r\n');
      const column = head.split(',').indexOf(metric.csv ?? '');
      assert.equal(column >= 0, metric.csv !== undefined);
      if (metric.ofBatch && metric.csv !== undefined) assert.equal(ofBatch.split(',')[column], String(metric.ofBatch(batch)));
      const line = metric.measuredOn === 'validation' ? ofValidation : ofTraining;
      if (metric.epoch && metric.csv !== undefined) assert.equal(line.split(',')[column], String(metric.epoch.value(epoch)));
    });

    it(`${name} is drawn in its chart, if it has one`, () => {
      const chart = metricCharts.find(({ training, validation }) => training === metric || validation === metric);
      assert.equal(chart?.title, metric.chart);
      if (!chart) return;
      const run = { ...initialRun, batches: [batch], epochs: [epoch] };
      const curves = curvesOf({ run, parent: null, status: 'running' }, { chart, xUnit: 'epochs', smoothing: 0 });
      const points = metric.measuredOn === 'validation' ? curves.validation.measured : curves.trainingMeans;
      assert.deepEqual(points, [{ x: epoch.epoch, y: metric.epoch?.value(epoch), epoch: epoch.epoch }]);
      assert.equal(runChart(curves, { lossScale: 'log', range: null, hidden: [] }).title, metric.chart);
    });
  }

  it('is the table of epochs in a terminal, to the letter', () => {
    let out = '';
    const stream = new Writable({
      decodeStrings: false,
      write: (chunk: string, _, done) => {
        out += chunk;
        done();
      },
    });
    const sink = new TextSink(stream);
    const reporter = new RunReporter({ out: sink, err: sink, isTerminal: false, columns: 80, style: plainStyle });
    for (const event of [...events, { ...epoch, valLoss: null, valAccuracy: null }]) reporter.report(event);
    assert.ok(out.includes('\n    epoch     loss  accuracy  val loss  val acc.   images/s     time\n'), out);
    assert.ok(out.includes('\n      1/2   0.2583   92.31 %    0.0612   98.22 %      5,432   10.4 s\n'), out);
    assert.ok(out.endsWith('\n      1/2   0.2583   92.31 %         –         –      5,432   10.4 s\n'), out);
    for (const { epoch: column } of epochMetrics) assert.ok(out.includes(` ${column.head}`), column.head);
  });

  it("is the line of an epoch in a run's log at W&B, to the letter", () => {
    assert.deepEqual(consoleLines(epoch), [
      'epoch 1/2  loss 0.2583  accuracy 92.31 %  val loss 0.0612  val accuracy 98.22 %  5,432 images/s  10.4 s',
    ]);
    assert.deepEqual(consoleLines({ ...epoch, valLoss: null, valAccuracy: null }), [
      'epoch 1/2  loss 0.2583  accuracy 92.31 %  5,432 images/s  10.4 s',
    ]);
  });

  it('stands in the documentation as it is (npm run docs writes it)', () => {
    assert.ok(readFileSync('docs/metrics.md', 'utf8').includes(metricsAsMarkdown()));
  });
});
