/** Simulated visitors that check every answer, for the demo, the data-plane tests and the bench. */
export { type AppRules, anyApp, type Page, type PageFacts } from "./appRules";
export { Ledger, type LedgerEvent, type Mark, type Problem, type ReleaseCounters, type Snapshot } from "./ledger";
export { type EndSessionsOptions, Load, type LoadOptions, type Report, startLoad } from "./load";
export { type FreshAnswer, freshClient, Reply } from "./reply";
export { SHOP_API_PATHS, shopRules } from "./shop";
export type { Kind, Resident } from "./stay";
export { Visitor, type VisitorOptions } from "./visitor";
