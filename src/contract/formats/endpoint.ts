/** Messages between the editor and the process that scripts send their runs to. */
import * as v from 'valibot';
import { flag, only, record, text, whole } from './basics';

const port = whole(0, 65_535);

/** To the process. */
export const endpointCommand = v.variant(
  'type',
  [
    record({
      type: only('serve'),
      runsFolder: text,
      /** 0: any that is free. */
      port,
      key: text,
    }),
    record({ type: only('stop') }),
  ],
  'serve or stop',
);

/** From it. */
export const endpointMessage = v.variant(
  'type',
  [
    record({ type: only('listening'), port }),
    /** It cannot listen; the process ends. */
    record({ type: only('failed'), message: text, inUse: flag }),
    /** A run begins or ends, or something was refused, for the log. */
    record({ type: only('told'), line: text }),
  ],
  'listening, failed or told',
);
