/** What a W&B server answers to the queries of src/tracking/wandb: as much of it as is read. */
import * as v from 'valibot';
import { text, whole } from './basics';

const word = v.pipe(text, v.nonEmpty('a text'));

/** Null counts as none. */
const lineCount = v.pipe(
  v.nullish(whole(0), 0),
  v.transform(count => count ?? 0),
);

const lineCounts = { historyLineCount: lineCount, logLineCount: lineCount, eventsLineCount: lineCount };

/** `name:value`, with which a file is to be put to a signed URL. */
const uploadHeaders = v.array(text, 'a list of texts');

/** A file that the server has already has no URL. */
const upload = { uploadUrl: v.nullish(word), uploadHeaders: v.nullish(uploadHeaders) };

const item = <E extends v.ObjectEntries>(entries: E): v.ObjectSchema<E, string> => v.object(entries, 'an object');

/** The first element of a list. */
const first = <S extends v.GenericSchema>(schema: S): v.TupleSchema<[S], string> => v.tuple([schema], 'a list with an element');

export const viewerAnswer = item({ viewer: v.nullish(item({ entity: v.nullish(word) })) });

export const upsertAnswer = item({
  upsertBucket: item({ bucket: item({ project: item({ name: word, entity: item({ name: word }) }), ...lineCounts }) }),
});

export const lineCountsAnswer = item({ model: item({ bucket: item({ id: word, ...lineCounts }) }) });

export const runFilesAnswer = item({ createRunFiles: item({ uploadHeaders, files: first(item({ uploadUrl: word })) }) });

export const artifactAnswer = item({
  createArtifact: item({
    artifact: item({
      state: word,
      id: word,
      artifactSequence: v.nullish(item({ latestArtifact: v.nullish(item({ id: v.nullish(word) })) })),
    }),
  }),
});

export const manifestAnswer = item({
  createArtifactManifest: item({ artifactManifest: item({ id: word, file: v.nullish(item(upload)) }) }),
});

export const artifactFilesAnswer = item({
  createArtifactFiles: item({ files: item({ edges: first(item({ node: item({ artifact: item({ id: word }), ...upload }) })) }) }),
});

export const commitAnswer = item({ commitArtifact: item({ artifact: item({ digest: word }) }) });
