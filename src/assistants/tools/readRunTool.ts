import * as v from 'valibot';
import { classNamesOf } from '../../contract/classNames';
import { metricTable } from '../../contract/metrics';
import type { EpochEnded } from '../../contract/trainer';
import { MetricAxes } from '../../experiment/recorded/metricAxes';
import { keysInBrief } from '../../experiment/recorded/keysInBrief';
import { timeLeft } from '../../experiment/remaining';
import { frequentMistakes } from '../../evaluation/mistakes';
import { shownRun, type ShownRun } from '../../queries/shownRun';
import { recordedRows } from '../../runFolder/exporting/recordedRows';
import { readRun } from '../../runFolder/readRun';
import { cut } from '../bounded';
import { folderOfRun } from '../desk';
import { ONE_RUN_IS_NO_EFFECT, reportedOnly, TEST_IS_REPORTED, TEXTS_ARE_DATA } from '../reading';
import { runName } from '../runName';
import { defineTool } from '../tool';

const LONGEST_NOTES = 1_900;
/** Of more epochs as many are left out as there must be, between the first and the last. */
const MOST_EPOCHS = 60;
/** Of more classes the matrix is left out: the most frequent mistakes say more. */
const MOST_CLASSES = 26;
const MOST_MISTAKES = 20;
/** Of what another tool logged. */
const MOST_SERIES = 200;

export const readRunTool = defineTool({
  name: 'digits_read_run',
  title: 'Read a run',
  summary: 'Reads one run: configuration, epochs, metrics, confusion matrix, scores of each class, notes.',
  description: `Reads one training run of Digits Lab: configuration, status, epochs, metrics, confusion matrix (rows are true classes, columns predicted ones), scores of each class, the most frequent mistakes and the notes. A run that is being trained shows its epochs so far and the time left; one that another tool recorded its series in brief. Reads files only: it costs a moment, trains nothing and changes nothing. ${TEST_IS_REPORTED}`,
  isReadOnly: true,
  input: v.pipe(v.strictObject({ run: runName('Which run') }), v.readonly()),
  doing: ({ run }) => `Reading the run ${run}`,
  run: async ({ run: asked }, desk) => {
    const unbegun = desk.withoutFolder(asked);
    if (unbegun) return { json: { ...unbegun, howToRead: [UNBEGUN, TEXTS_ARE_DATA] } };
    const folder = await folderOfRun(desk, asked);
    const run = await shownRun(folder);
    return { json: { ...runJson(run), ...(await livingJson(run)), ...(await recordedJson(run)) } };
  },
});

const UNBEGUN = 'It has no folder yet, or never had one: waiting for its turn, only just starting, or refused for the reason given.';

function runJson({ notes, epochs, summary, ...run }: ShownRun): Readonly<Record<string, unknown>> {
  const matrix = summary?.confusionMatrix ?? undefined;
  const names = classNamesOf(run.config.dataset, matrix?.length ?? 0);
  const isLarge = matrix !== undefined && matrix.length > MOST_CLASSES;
  const shownEpochs = thinned(epochs);
  return {
    ...run,
    metrics: Object.fromEntries(metricTable.map(({ name, ofRun }) => [name, summary ? ofRun(summary) : null])),
    summary: isLarge
      ? { ...summary, confusionMatrix: `left out: it has ${matrix.length} classes; mistakes has the most frequent ones` }
      : summary,
    classes: names,
    mistakes: frequentMistakes(matrix ?? [], MOST_MISTAKES).map(({ truth, predicted, count, share }) => ({
      true: names[truth],
      predicted: names[predicted],
      count,
      shareOfClass: share,
    })),
    epochs: shownEpochs,
    epochsLeftOut: epochs.length - shownEpochs.length,
    notes: { textOfTheFolder: cut(notes, LONGEST_NOTES) },
    reportedOnly,
    howToRead: [ONE_RUN_IS_NO_EFFECT, TEST_IS_REPORTED, TEXTS_ARE_DATA],
  };
}

/** How long a run that is being trained here will still take. */
async function livingJson({ folder, status, config }: ShownRun): Promise<Readonly<Record<string, unknown>>> {
  if (status !== 'running' || config.kind !== 'trained') return {};
  return { timeLeft: timeLeft(await readRun(folder), Date.now()) ?? 'not known yet' };
}

/** What another tool logged, a line for each key. */
async function recordedJson({ folder, recording }: ShownRun): Promise<Readonly<Record<string, unknown>>> {
  if (!recording) return {};
  const { store, leftOut } = await recordedRows(folder, Date.parse(recording.startedAt));
  const series = keysInBrief(store, new MetricAxes(recording.metrics));
  return {
    series: series.slice(0, MOST_SERIES),
    seriesLeftOut: Math.max(0, series.length - MOST_SERIES),
    rows: store.rows,
    rowsLeftOut: leftOut,
  };
}

/** The last one is always among them. */
function thinned(epochs: readonly EpochEnded[]): readonly EpochEnded[] {
  const step = Math.ceil(epochs.length / MOST_EPOCHS);
  return epochs.filter((_, i) => (epochs.length - 1 - i) % step === 0);
}
