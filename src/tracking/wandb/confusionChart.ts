/**
 * A confusion matrix in the form that W&B draws itself: what `wandb.plot.confusion_matrix` of the official client leaves, to the byte. Its
 * cells are a table of their own, as a file of the run and as an artifact; the run's config says how the table is drawn.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { classNamesOf } from '../../contract/classNames';
import type { Scores } from '../../contract/scores';
import { artifactEntry, artifactIds, artifactRecord, type WandbArtifact } from './artifacts';
import type { RecordBody } from './recordBody';
import type { RunFacts } from './runFacts';
import { valueJson } from './valueJson';

const KEY = 'confusion_matrix';
/** What the table is called in history and summary. */
export const CONFUSION_TABLE = `${KEY}_table`;
const COLUMNS = ['Actual', 'Predicted', 'nPredictions'] as const;

export interface ConfusionChart {
  /** By their paths in the folder of W&B's run, with slashes: to be there before the records say so. */
  readonly files: ReadonlyMap<string, string>;
  readonly records: readonly RecordBody[];
  /** The table's place in a row of history or the summary, under `CONFUSION_TABLE`. */
  readonly value: object;
}

/**
 * @param folder of W&B's run, absolute
 * @param step of the row of history that it is a part of
 */
export function confusionChart(
  { confusionMatrix }: Pick<Scores, 'confusionMatrix'>,
  step: number,
  facts: RunFacts,
  folder: string,
): ConfusionChart {
  const classes = classNamesOf(facts.config.dataset, confusionMatrix.length).map(pythonText);
  const cells = confusionMatrix.flatMap((row, truth) =>
    row.map((count, predicted) => [classes[truth]!, classes[predicted]!, count] as const),
  );
  const table = tableFile(cells);
  const sha256 = createHash('sha256').update(table).digest('hex');
  const mediaPath = `media/table/${CONFUSION_TABLE}_${step}_${sha256.slice(0, 20)}.table.json`;
  const typed = typedTable(cells);
  const name = `${CONFUSION_TABLE}.table.json`;
  const copy = `artifacts/${CONFUSION_TABLE}_${step}/${name}`;
  const artifact: WandbArtifact = {
    name: `run-${facts.config.id}-${CONFUSION_TABLE}`,
    type: 'run_table',
    entries: [artifactEntry(name, path.join(folder, copy), Buffer.from(typed))],
  };
  const { clientId, sequenceClientId } = artifactIds(artifact, facts);
  return {
    files: new Map([
      [`files/${mediaPath}`, table],
      [copy, typed],
    ]),
    records: [
      { recordType: { case: 'config', value: { update: [{ nestedKey: ['_wandb', 'visualize', KEY], valueJson: valueJson(panel) }] } } },
      artifactRecord(artifact, facts),
      { recordType: { case: 'files', value: { files: [{ path: mediaPath }] } } },
    ],
    value: {
      _type: 'table-file',
      sha256,
      size: Buffer.byteLength(table),
      path: mediaPath,
      ncols: COLUMNS.length,
      nrows: cells.length,
      log_mode: 'IMMUTABLE',
      artifact_path: `wandb-client-artifact://${clientId}/${name}`,
      _latest_artifact_path: `wandb-client-artifact://${sequenceClientId}:latest/${name}`,
    },
  };
}

/** The classes as JSON. */
type Cell = readonly [actual: string, predicted: string, count: number];

/** A text as Python's json module writes it, in ASCII. */
function pythonText(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u0080-\uffff]/g, unit => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** As Python writes it: numbers of a table are floating-point ones. */
function rows(cells: readonly Cell[], between: string): string {
  return cells.map(([actual, predicted, count]) => `[${[actual, predicted, `${count}.0`].join(between)}]`).join(between);
}

function tableFile(cells: readonly Cell[]): string {
  return `{"columns":${JSON.stringify(COLUMNS)},"data":[${rows(cells, ',')}]}`;
}

/** The table with the types of its columns, as the artifact holds it. */
function typedTable(cells: readonly Cell[]): string {
  const column = (type: string): object => ({ params: { allowed_types: [{ wb_type: 'none' }, { wb_type: type }] }, wb_type: 'union' });
  const [actual, predicted, count] = COLUMNS;
  const types = {
    params: { type_map: { [actual]: column('string'), [predicted]: column('string'), [count]: column('number') } },
    wb_type: 'typedDict',
  };
  const members = [
    '"_type": "table"',
    `"column_types": ${spaced(types)}`,
    `"columns": ${spaced(COLUMNS)}`,
    `"data": [${rows(cells, ', ')}]`,
    '"log_mode": "IMMUTABLE"',
    `"ncols": ${COLUMNS.length}`,
    `"nrows": ${cells.length}`,
  ];
  return `{${members.join(', ')}}`;
}

/** JSON with a space after each comma and colon, for texts that have neither. */
function spaced(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[,:]/g, '$& ');
}

/** W&B's own chart, and which table of the runs that are looked at it is fed with. */
const panel = {
  panel_type: 'Vega2',
  panel_config: {
    panelDefId: 'wandb/confusion_matrix/v1',
    fieldSettings: Object.fromEntries(COLUMNS.map(name => [name, name])),
    stringSettings: { title: 'Confusion matrix' },
    transform: { name: 'tableWithLeafColNames' },
    userQuery: {
      queryFields: [
        {
          name: 'runSets',
          args: [{ name: 'runSets', value: '${runSets}' }],
          fields: [
            { name: 'id', fields: [] },
            { name: 'name', fields: [] },
            { name: '_defaultColorIndex', fields: [] },
            { name: 'summaryTable', args: [{ name: 'tableKey', value: CONFUSION_TABLE }], fields: [] },
          ],
        },
      ],
    },
  },
};
