export * from "../release";
export * from "./args";
export * from "./haproxyBlueGreen";
