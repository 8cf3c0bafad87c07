import type { PairedResult } from '../../contract/inspection';
import { configDiff, type ConfigRow } from '../../experiment/comparison/configDiff';
import { makingFacts } from '../../experiment/comparison/making';
import { comparisonTable, type ComparisonCell } from '../../experiment/comparison/table';
import { distinctLabels } from '../../experiment/distinctLabels';
import type { ListedRun } from '../../experiment/listedRun';
import { Markdown } from '../../util/markdown';
import { VERSION } from '../../util/version';
import { singleRunsInWords } from '../../wording/pairedInWords';
import { blocks, folded, table, type Words } from './blocks';
import { comparedPictures } from './comparedPictures';
import { quotedNotes } from './quotedNotes';
import { REPORT_MARK } from './reportMark';
import type { PictureFolder, Report, ReportedRun } from './reportedRun';

export interface ComparedRuns {
  /** In the order in which they were asked for; the others are compared with the first. */
  readonly runs: readonly ReportedRun[];
  /** How each of the others differs from the first on the test images. */
  readonly paired: readonly PairedResult[];
}

/**
 * Several runs beside each other as Markdown: what varies, what they reached, how they differ from the first, their curves, and what differs
 * in how they were made. All that it says of them is text.
 */
export function comparisonReport({ runs: reported, paired }: ComparedRuns, pictureFolder: PictureFolder): Report {
  const runs = reported.map(listedRun);
  const labels = distinctLabels(runs);
  const names = runs.map(({ id }) => labels.get(id) ?? id);
  const pictures = comparedPictures(reported, names);
  const diff = configDiff(reported.map(({ config }) => ({ parameters: config.parameters, making: makingFacts(config) })));
  const equal = rowsTable([...diff.equal, ...diff.untold, ...diff.equalMaking], names);
  const body = blocks(
    Markdown.of`# Comparison of ${reported.length} runs`,
    Markdown.of`In brackets: the difference from the first run, **${names[0] ?? ''}**.`,
    resultsTable(runs, names),
    Markdown.of`${singleRunsInWords(paired)}`,
    remarksOf(reported, names),
    pictures.length > 0
      ? blocks(
          Markdown.of`## Curves`,
          pictures.map(({ title, name }) => Markdown.image(`${title} by epoch`, `${pictureFolder}/${name}`)),
        )
      : undefined,
    Markdown.of`## What differs`,
    rowsTable([...diff.differing, ...diff.making], names) ?? Markdown.of`Nothing that was recorded.`,
    equal && folded('What is the same', equal),
    notesOf(reported, names),
    Markdown.of`---\n\nWritten by Digits Lab ${VERSION} from the runs ${runs.map(({ id }) => id).join(', ')}.`,
  );
  return { markdown: `${REPORT_MARK}\n\n${body.source}\n`, pictures: pictures.map(({ name, svg }) => ({ name, svg })) };
}

function listedRun({ id, status, config, labels, summary }: ReportedRun): ListedRun {
  return { id, status, parameters: config.parameters, labels, createdAt: config.createdAt, summary, config };
}

function resultsTable(runs: readonly ListedRun[], names: readonly string[]): Markdown | undefined {
  const { columns, rows } = comparisonTable(runs, { baseline: runs[0]?.id });
  const words = columns.filter(({ content }) => content.kind !== 'metric').length;
  const inRows = rows.map((row, i): Words[] => [Markdown.of`**${names[i] ?? row.label}**`, ...row.cells.map(cellInWords)]);
  return table(['Run', ...columns.map(({ name }) => name)], inRows, { wordColumns: 1 + words });
}

function cellInWords({ text, difference, differs }: ComparisonCell): Words {
  if (difference) return `${text} (${difference.text})`;
  return differs ? Markdown.of`**${text}**` : text;
}

function rowsTable(rows: readonly ConfigRow[], names: readonly string[]): Markdown | undefined {
  return table(
    ['', ...names],
    rows.map(({ name, values }) => [name, ...values]),
    { wordColumns: 1 + names.length },
  );
}

function remarksOf(reported: readonly ReportedRun[], names: readonly string[]): Markdown[] {
  return reported.flatMap(({ remarks }, i) => remarks.map(remark => Markdown.of`**${names[i] ?? ''}**: ${remark}`));
}

function notesOf(reported: readonly ReportedRun[], names: readonly string[]): Markdown | undefined {
  const noted = reported.flatMap(({ notes }, i) => {
    const quoted = quotedNotes(notes);
    return quoted ? [blocks(Markdown.of`### ${names[i] ?? ''}`, quoted)] : [];
  });
  return noted.length === 0 ? undefined : blocks(Markdown.of`## Notes`, noted);
}
