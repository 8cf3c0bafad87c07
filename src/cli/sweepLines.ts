import type { ParameterName } from '../contract/parameters';
import { meanInWords } from '../experiment/sweeps/meanInWords';
import { sweptNames } from '../experiment/sweeps/plannedSweepRuns';
import type { RankedSetting } from '../experiment/sweeps/ranking';
import { valueInWords } from '../experiment/runLabel';
import { bestInWords, countsInWords, remarksOn, shareRows, sharesNote, sharesTitle } from '../experiment/sweeps/sweepInWords';
import type { SweepResults } from '../experiment/sweeps/sweepResults';
import { table } from '../util/format';
import { wrapped } from '../util/wrapped';
import type { Output } from './output';

/** A terminal shows no more settings; the report has more of them. */
const MOST_ROWS = 30;

/** What came of a sweep, for a terminal. */
export function sweepLines(results: SweepResults, { columns, style }: Pick<Output, 'columns' | 'style'>): string[] {
  const { ranking, shares, sweep } = results;
  const paragraph = (text: string): string[] => wrapped(text, columns).split('\n');
  const [best, ...caution] = bestInWords(results);
  const names = sweptNames(sweep.plan);
  const shown = ranking.settings.slice(0, MOST_ROWS);
  const left = ranking.settings.length - shown.length;
  const [head, ...rows] = remarked([['rank', ...names, 'val accuracy', 'seeds', ''], ...shown.map(setting => rowOf(setting, names))]);
  return [
    countsInWords(ranking),
    '',
    ...(best === undefined ? [] : [...paragraph(best).map(line => style('bold', line)), ...caution.flatMap(paragraph), '']),
    style('dim', head!),
    ...rows,
    ...(left > 0 ? [style('dim', `… and ${left} more, which the report and --json have`)] : []),
    '',
    style('bold', sharesTitle(shares)),
    ...remarked(shareRows(shares).map(({ name, share, chance }) => [name, share, chance])).map(line => `  ${line}`),
    ...paragraph(sharesNote(results)),
  ];
}

/** As a table, but for the last column, which says something and stands to the left. */
function remarked(rows: readonly (readonly string[])[]): string[] {
  const lines = table(rows.map(row => row.slice(0, -1)));
  return lines.map((line, i) => `${line}  ${rows[i]!.at(-1)!}`.trimEnd());
}

function rowOf(setting: RankedSetting, names: readonly ParameterName[]): string[] {
  const { rank, values, n } = setting;
  return [
    rank === null ? '–' : String(rank),
    ...names.map(name => valueInWords(name, values)),
    meanInWords(setting),
    String(n),
    remarksOn(setting),
  ];
}
