export * from "./components/haproxy";
