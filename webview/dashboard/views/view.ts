import type { DashboardState } from '../../../src/contract/dashboard';

/** A part of the dashboard: made once, then given each state. */
export interface View {
  readonly element: HTMLElement;
  /** Shows a state; called at most about ten times a second, and only while the view can be seen. */
  update(state: DashboardState): void;
  /** Gives the focus to what it is for. */
  focus?(): void;
}
