import { howRanked, howShared } from '../../experiment/sweeps/howComputed';
import { meanInWords } from '../../experiment/sweeps/meanInWords';
import { sweptNames } from '../../experiment/sweeps/plannedSweepRuns';
import type { RankedSetting } from '../../experiment/sweeps/ranking';
import { bestInWords, countsInWords, remarksOn, shareRows, sharesNote, sharesTitle } from '../../experiment/sweeps/sweepInWords';
import type { SweepResults } from '../../experiment/sweeps/sweepResults';
import type { ParameterName } from '../../contract/parameters';
import { valueInWords } from '../../experiment/runLabel';
import { Markdown } from '../../util/markdown';
import { VERSION } from '../../util/version';
import { blocks, folded, table, type Words } from './blocks';
import { quotedNotes } from './quotedNotes';
import { REPORT_MARK } from './reportMark';

/** A page of more is read by nobody. */
const MOST_ROWS = 200;

/** A sweep as Markdown: what came of it, its settings in their order, the shares in the variance, and its runs. All that it says is text. */
export function sweepReport(results: SweepResults): string {
  const { sweep, ranking, shares } = results;
  const { plan } = sweep;
  const hypothesis = quotedNotes(plan.hypothesis ?? '');
  const [best, ...caution] = bestInWords(results);
  const names = sweptNames(plan);
  const body = blocks(
    Markdown.of`# ${plan.name === undefined || plan.name.trim() === '' ? 'Sweep' : plan.name}`,
    Markdown.of`${plan.kind === 'grid' ? 'A grid' : 'Settings at random'} of ${names.join(', ')}. ${countsInWords(ranking)}. Engine ${sweep.engine}, threads ${sweep.threads}.`,
    hypothesis && blocks(Markdown.of`What was expected, before the first run:`, hypothesis),
    best === undefined ? undefined : Markdown.of`**${best}**`,
    caution.map(sentence => Markdown.of`${sentence}`),
    Markdown.of`## Settings by validation accuracy`,
    table(
      ['Rank', ...names, 'Validation accuracy', 'Seeds', ''],
      ranking.settings.slice(0, MOST_ROWS).map(setting => rowOf(setting, names)),
      { wordColumns: 1 + names.length },
    ),
    ranking.settings.length > MOST_ROWS ? Markdown.of`… and ${ranking.settings.length - MOST_ROWS} more.` : undefined,
    folded('How this is computed', Markdown.text(howRanked, howRanked.length)),
    Markdown.of`## ${sharesTitle(shares)}`,
    table(
      ['', 'Share', 'Against chance'],
      shareRows(shares).map(({ name, share, chance }) => [name, share, chance]),
      { wordColumns: 1 },
    ),
    Markdown.of`${sharesNote(results)}`,
    folded('How this is computed', Markdown.text(howShared(shares, plan.kind), howShared(shares, plan.kind).length)),
    Markdown.of`---\n\nWritten by Digits Lab ${VERSION} from the sweep ${sweep.id}.`,
  );
  return `${REPORT_MARK}\n\n${body.source}\n`;
}

function rowOf(setting: RankedSetting, names: readonly ParameterName[]): Words[] {
  const { rank, values, n, runs } = setting;
  return [
    rank === null ? '–' : String(rank),
    ...names.map(name => valueInWords(name, values)),
    meanInWords(setting),
    `${n} of ${runs.length}`,
    remarksOn(setting),
  ];
}
