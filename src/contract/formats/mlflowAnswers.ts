/** What an MLflow tracking server answers to the requests of src/tracking/mlflow: as much of it as is read. */
import * as v from 'valibot';
import { text } from './basics';

const word = v.pipe(text, v.nonEmpty('a text'));

const item = <E extends v.ObjectEntries>(entries: E): v.ObjectSchema<E, string> => v.object(entries, 'an object');

export const experimentAnswer = item({
  experiment: item({ experiment_id: word, artifact_location: v.nullish(text), lifecycle_stage: v.nullish(text) }),
});

export const experimentCreated = item({ experiment_id: word });

const run = item({ info: item({ run_id: word, artifact_uri: v.nullish(text) }) });

export const runAnswer = item({ run });

/** Without any it leaves the list out. */
export const runsAnswer = item({ runs: v.nullish(v.array(run, 'a list')) });

export const errorAnswer = item({ error_code: v.nullish(text), message: v.nullish(text) });
