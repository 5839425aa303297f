"""What may stand in a drawing (SVG) of ours: the one list, for pictures in lessons and for pictures of questions."""

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset({"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"})
ELEMENTS = SHAPES | {"title", "desc"}
