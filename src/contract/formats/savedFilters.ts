/** What a window keeps in the editor's state: filters that were given a name. */
import * as v from 'valibot';
import { record, text } from './basics';

/** Each of them is parsed separately, so that one that cannot be read does not affect the others. */
export const savedFilter = record({
  name: v.pipe(text, v.minLength(1, 'a name')),
  /** As `parseFilter` takes it; an older version may have understood another one. */
  filter: text,
});
