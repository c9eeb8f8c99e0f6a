"""Albums: pictures that someone has put together, in an order of their own, for whom they choose."""
