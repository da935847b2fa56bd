export * from "../common/pinArgs";
export { Color, Cookieless, Order } from "../release";
export * from "../release/args";
export * from "./args";
export * from "./haproxyBlueGreen";
