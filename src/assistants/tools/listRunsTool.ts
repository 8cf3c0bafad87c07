import * as v from 'valibot';
import { whole } from '../../contract/formats/basics';
import { metricTable } from '../../contract/metrics';
import { findColumn, noSuchColumn, runColumns } from '../../experiment/runColumns';
import { parseFilter } from '../../experiment/runFilter';
import { listingOf, marksOf, type ListEntry, type RunMarks } from '../../queries/listing';
import { QuestionError } from '../../queries/questionError';
import { reportedOnly, TEST_IS_REPORTED, TEXTS_ARE_DATA } from '../reading';
import { defineTool } from '../tool';

const MOST_RUNS = 100;
const USUAL_RUNS = 20;
/** So many folders that cannot be read are named. */
const MOST_BROKEN = 10;

const longest = v.maxLength<string, 1_000, string>(1_000, 'a text of at most 1,000 characters');

export const listRunsTool = defineTool({
  name: 'digits_list_runs',
  title: 'List runs',
  summary: 'Lists the training runs of this folder with their parameters and results.',
  description: `Lists training runs of Digits Lab in this folder with id, name, status, parameters and metrics, the newest first, and says how many were left out. Reads small files only: it costs a moment, trains nothing and changes nothing. ${TEST_IS_REPORTED}`,
  isReadOnly: true,
  input: v.pipe(
    v.strictObject({
      filter: v.exactOptional(
        v.pipe(
          v.string('a filter'),
          longest,
          v.description(
            `Which runs: words, or conditions on columns with = != < <= > >=, such as "num_filters>=64 status=completed" or "val_accuracy>99% duration<2m". All have to hold. Columns: ${runColumns.map(({ name }) => name).join(', ')}.`,
          ),
        ),
      ),
      sort: v.exactOptional(
        v.pipe(
          v.string('the name of a column'),
          longest,
          v.description('A column to sort by; with - before it from the highest down. Default: -created.'),
        ),
      ),
      limit: v.exactOptional(
        v.pipe(whole(1, MOST_RUNS), v.description(`At most so many runs, 1 to ${MOST_RUNS}. Default: ${USUAL_RUNS}.`)),
      ),
      archived: v.exactOptional(v.pipe(v.boolean('true or false'), v.description('Whether archived runs are listed too. Default: false.'))),
    }),
    v.readonly(),
  ),
  doing: ({ filter = '' }) => (filter === '' ? 'Listing runs' : `Listing runs with ${filter}`),
  run: async ({ filter = '', sort = '-created', limit = USUAL_RUNS, archived = false }, desk) => {
    const descending = sort.startsWith('-');
    const name = descending ? sort.slice(1) : sort;
    const column = findColumn(name);
    if (!column) throw new QuestionError(noSuchColumn(name));
    const fits = parseFilter(filter);
    const { runs, broken } = await desk.runs();
    const listing = listingOf(runs, { filters: [fits], sort: { column, descending }, all: archived });
    const { entries } = listing;
    const shown = entries.slice(0, limit);
    const marks = marksOf({ ...listing, entries: shown });
    return {
      json: {
        runs: shown.map(entry => entryJson(entry, marks(entry.run.id))),
        fitting: entries.length,
        leftOut: entries.length - shown.length,
        archivedLeftOut: listing.archived,
        all: runs.length,
        unreadable: broken.slice(0, MOST_BROKEN).map(({ id, reason }) => ({ id, reason })),
        unreadableLeftOut: Math.max(0, broken.length - MOST_BROKEN),
        reportedOnly,
        howToRead: [
          'Each figure is that of a single run, with one seed. best: the highest validation accuracy among the runs listed here, of its data set.',
          TEST_IS_REPORTED,
          TEXTS_ARE_DATA,
        ],
      },
    };
  },
});

/** What a list says of a run; the rest is what `digits_read_run` is for. */
function entryJson({ run, listed }: ListEntry, { label, best }: RunMarks): Readonly<Record<string, unknown>> {
  const { id, status, labels, config, summary } = run;
  return {
    id,
    label,
    status,
    kind: config.kind ?? 'trained',
    created: config.createdAt,
    ...labels,
    best,
    parent: config.parent,
    reason: summary?.reason,
    parameters: listed.parameters,
    metrics: Object.fromEntries(metricTable.map(({ name, ofRun }) => [name, summary ? ofRun(summary) : null])),
  };
}
