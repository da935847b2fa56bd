import { useCallback, useEffect, useState } from "react";

/** The address of the view, and a way to go to another without loading the page again. */
export function usePath(): readonly [string, (path: string) => void] {
    const [path, setPath] = useState(location.pathname);
    useEffect(() => {
        const follow = () => setPath(location.pathname);
        addEventListener("popstate", follow);
        return () => removeEventListener("popstate", follow);
    }, []);
    const go = useCallback((next: string) => {
        history.pushState(null, "", next);
        setPath(next);
    }, []);
    return [path, go];
}
