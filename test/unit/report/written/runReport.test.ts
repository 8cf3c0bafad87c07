import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { RunConfig } from '../../../../src/contract/run';
import { replay } from '../../../../src/contract/runState';
import { summarize } from '../../../../src/contract/summary';
import { REPORT_MARK } from '../../../../src/report/written/reportMark';
import type { ReportedRun } from '../../../../src/report/written/reportedRun';
import { comparisonReport } from '../../../../src/report/written/comparisonReport';
import { runReport } from '../../../../src/report/written/runReport';
import { evaluateClassifier } from '../../../../src/evaluation/scores';
import { eventsOfRun } from '../../cli/events';
import { fixtures } from '../../evaluation/fixtures';
import { hostile } from '../../hostileText';
import { ofClass, readSvg } from '../readSvg';
import { rendered } from './rendered';

/** A run in all of whose words something stands. */
function runWith(text: string): ReportedRun {
  const run = replay(eventsOfRun({ dataset: text }));
  const config = run.config!;
  const classNames = config.dataset.classes === 10 ? Array.from({ length: 10 }, (_, i) => `${text}${i}`) : [];
  const told: RunConfig = {
    ...config,
    id: text,
    createdAt: text,
    author: text,
    parent: text,
    dataset: { ...config.dataset, name: text, classNames },
    environment: { ...config.environment, cpu: text, os: text },
    engine: { ...config.engine, name: text, version: text },
    git: { commit: text, branch: text, dirty: true },
  };
  const summary = summarize(run)!;
  return {
    id: text,
    status: 'failed',
    config: told,
    labels: { name: text, tags: [text, 'tag'], pinned: false, archived: false },
    summary: { ...summary, reason: text },
    run,
    scores: { ...run.evaluated!.scores },
    remarks: [text],
    notes: text,
  };
}

const ours = ['<details><summary>', '</summary>', '</details>', '<code>', '</code>', REPORT_MARK];

/** HTML that no part of is the run's. */
function isOurs(html: string): boolean {
  return ours.some(one => html === one) || /^<details><summary>[^<>]*<\/summary>$/.test(html);
}

describe('the report of a run', () => {
  const { markdown, pictures } = runReport(runWith('plain'), 'report');

  it('has its figures, curves, matrix, configuration and notes', () => {
    const { text, images } = rendered(markdown);
    for (const words of ['99.12 %', 'Confusion matrix', 'learning_rate', 'macro', 'Written by Digits Lab'])
      assert.ok(text.includes(words), words);
    assert.deepEqual(images, ['report/loss.svg', 'report/accuracy.svg', 'report/confusion-matrix.svg']);
    assert.deepEqual(
      pictures.map(({ name }) => `report/${name}`),
      images,
    );
    for (const { svg } of pictures) assert.match(svg, /^<svg [^>]*>.*<rect [^>]*fill="#ffffff"/s);
  });

  it('has ROC and precision–recall curves where probabilities were kept, with their areas', () => {
    const { name, predictions } = fixtures.find(one => one.predictions.classes > 2)!;
    const reported = runWith(name);
    const { truth, probabilities } = predictions;
    const tested = { truth: Int32Array.from(truth), predicted: Int32Array.from(truth), probabilities };
    const scores = evaluateClassifier(predictions);
    const { config } = reported;
    assert.ok(config.kind === 'trained');
    const report = runReport(
      {
        ...reported,
        scores,
        predictions: tested,
        config: { ...config, dataset: { ...config.dataset, classNames: [], classes: predictions.classes } },
      },
      'report',
    );
    const { text, images } = rendered(report.markdown);
    assert.deepEqual(images.slice(-2), ['report/roc.svg', 'report/precision-recall.svg']);
    assert.ok(text.includes(`Macro AUROC ${scores.macro.auroc!.toFixed(4)}`), text);
    for (const { name: file, svg } of report.pictures.slice(-2)) {
      const series = ofClass(readSvg(svg), 'series');
      const drawn = scores.perClass.filter(({ support }) => support > 0).length;
      assert.equal(series.length, drawn + 1, file);
    }
    assert.ok(
      !runReport({ ...reported, scores, predictions: { ...tested, probabilities: undefined } }, 'report').markdown.includes('roc.svg'),
    );
  });

  it('finds its pictures in a folder of any name', () => {
    const { images } = rendered(runReport(runWith('x'), 'a (b) #1 [c] é').markdown);
    assert.equal(decodeURIComponent(images[0]!), 'a (b) #1 [c] é/loss.svg');
  });

  it('has of many classes the matrix as a picture alone, and the classes folded', () => {
    const reported = runWith('x');
    const matrix = Array.from({ length: 62 }, (_, i) => Array.from({ length: 62 }, (_, j) => (i === j ? 100 : 0)));
    const perClass = matrix.map(() => reported.scores!.perClass[0]!);
    const many = runReport({ ...reported, scores: { ...reported.scores!, confusionMatrix: matrix, perClass } }, 'report');
    assert.doesNotMatch(many.markdown, /The matrix as a table/);
    assert.match(many.markdown, /All 62 classes/);
  });

  it('has the scores of classes that a stranger’s matrix does not have', () => {
    const reported = runWith('x');
    const { confusionMatrix, perClass } = reported.scores!;
    const scores = { ...reported.scores!, confusionMatrix: [[5]], perClass };
    assert.ok(perClass.length > 1 && confusionMatrix.length === perClass.length);
    assert.match(runReport({ ...reported, scores }, 'report').markdown, /^\| 9 \| \d/m);
  });

  it('is short of a run that was never tested, and of one that was imported', () => {
    const { config, ...rest } = runWith('x');
    const untested = runReport({ ...rest, config, scores: undefined, summary: undefined, notes: '' }, 'report').markdown;
    assert.doesNotMatch(untested, /Confusion matrix|Notes/);
    const imported = {
      kind: 'imported',
      schemaVersion: 1,
      id: 'x',
      createdAt: 'x',
      source: { tool: 'MLflow', run: 'a_b' },
      parameters: {},
      author: null,
      git: null,
      parent: null,
      design: null,
    } as const;
    const { text } = rendered(runReport({ ...rest, config: imported }, 'report').markdown);
    assert.match(text, /MLflow, a_b/);
  });

  it('shows any text as it is: no link, no picture, no HTML, no table of the run’s', () => {
    const shape = rendered(runReport({ ...runWith('x y'), notes: '' }, 'report').markdown);
    fc.assert(
      fc.property(hostile, text => {
        fc.pre(text.trim() !== '');
        const { links, images, html, types } = rendered(runReport({ ...runWith(text), notes: '' }, 'report').markdown);
        assert.deepEqual({ links, images }, { links: [], images: shape.images });
        assert.deepEqual(
          html.filter(one => !isOurs(one)),
          [],
        );
        for (const type of ['heading_open', 'tr_open', 'td_open', 'strong_open', 'bullet_list_open', 'code_block', 'fence', 's_open'])
          assert.equal(count(types, type), count(shape.types, type), `${type} ${JSON.stringify(text)}`);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the report of a comparison', () => {
  /** Two runs that differ in one parameter, in all of whose words something stands. */
  const report = (text: string, notes = ''): string => {
    const [a, b] = [runWith(text), runWith(`${text}2`)];
    return comparisonReport(
      {
        runs: [
          { ...a, id: 'a', notes },
          { ...b, id: 'b', notes },
        ],
        paired: [{ outcome: 'refused', reason: text }],
      },
      'comparison',
    ).markdown;
  };

  it('has a table, curves and what differs', () => {
    const { text, images } = rendered(report('plain', 'noted'));
    for (const words of ['Comparison of 2 runs', 'val_accuracy', 'dataset', 'plain2', 'noted']) assert.ok(text.includes(words), words);
    assert.deepEqual(images, ['comparison/val-accuracy.svg', 'comparison/val-loss.svg']);
  });

  it('draws the means of many runs, with how many there are', () => {
    const many = Array.from({ length: 20 }, (_, i) => {
      const run = runWith('mnist');
      const { config } = run;
      assert.ok(config.kind === 'trained');
      const parameters = { ...config.parameters, seed: i % 10, num_filters: i < 10 ? 4 : 8 };
      return { ...run, id: `r${String(i).padStart(2, '0')}`, labels: { ...run.labels, name: '' }, config: { ...config, parameters } };
    });
    const { pictures } = comparisonReport({ runs: many, paired: [] }, 'comparison');
    assert.match(pictures[0]!.svg, /\(N 10\)/);
  });

  it('shows any text as it is', () => {
    const shape = rendered(report('x y'));
    fc.assert(
      fc.property(hostile, text => {
        fc.pre(text.trim() !== '');
        const { links, images, html, types } = rendered(report(text));
        assert.deepEqual({ links, images }, { links: [], images: shape.images });
        assert.deepEqual(
          html.filter(one => !isOurs(one)),
          [],
        );
        for (const type of ['heading_open', 'tr_open', 'td_open', 'bullet_list_open', 'code_block', 'fence', 's_open'])
          assert.equal(count(types, type), count(shape.types, type), `${type} ${JSON.stringify(text)}`);
      }),
      { numRuns: 150 },
    );
  });
});

function count(types: readonly string[], type: string): number {
  return types.filter(one => one === type).length;
}
