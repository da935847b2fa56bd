export * from "./app";
export * from "./args";
export * from "./color";
export * from "./commands";
export * from "./mistake";
export * from "./normalise";
export * from "./pins";
export * from "./routes";

export * from "./transition";
export * from "./weights";
