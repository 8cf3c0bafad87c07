import type { DashboardSection } from '../../src/contract/dashboard';
import { createLiveView } from './live';
import type { View } from './view';

/** The tabs of the dashboard, in their order. */
export const sections: readonly { readonly section: DashboardSection; readonly label: string; readonly create: () => View }[] = [
  { section: 'live', label: 'Live', create: createLiveView },
];
