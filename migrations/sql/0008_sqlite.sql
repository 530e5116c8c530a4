-- The guards of the till on SQLite. Statements are parted by lines of "-- next".
CREATE TRIGGER cash_moves_unchanged BEFORE UPDATE ON cash_moves
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: what moved cash is never changed');
END
-- next
CREATE TRIGGER cash_moves_stay BEFORE DELETE ON cash_moves
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: what moved cash is never deleted');
END
-- next
CREATE TRIGGER order_cancels_unchanged BEFORE UPDATE ON order_cancels
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a cancel is never changed');
END
-- next
CREATE TRIGGER order_cancels_stay BEFORE DELETE ON order_cancels
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a cancel is never deleted');
END
-- next
CREATE TRIGGER stock_moves_unchanged BEFORE UPDATE ON stock_moves
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a move of the stock is never changed');
END
-- next
CREATE TRIGGER stock_moves_stay BEFORE DELETE ON stock_moves
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a move of the stock is never deleted');
END
-- next
CREATE TRIGGER order_lines_unchanged BEFORE UPDATE ON order_lines
WHEN NEW.cancelled < OLD.cancelled OR (NEW.order_id, NEW.position, NEW.product_id, NEW.name, NEW.choices, NEW.quantity, NEW.unit_minor, NEW.points, NEW.tax_rate, NEW.cost_minor, NEW.kitchen, NEW.took)
    IS NOT (OLD.order_id, OLD.position, OLD.product_id, OLD.name, OLD.choices, OLD.quantity, OLD.unit_minor, OLD.points, OLD.tax_rate, OLD.cost_minor, OLD.kitchen, OLD.took)
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a line of an order is only cancelled');
END
-- next
CREATE TRIGGER order_lines_stay BEFORE DELETE ON order_lines
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a line of an order is never deleted');
END
-- next
CREATE TRIGGER orders_unchanged BEFORE UPDATE ON orders
WHEN (NEW.till_id, NEW.number, NEW.shift_id, NEW.at, NEW.session_id, NEW.total_minor, NEW.points, NEW.balance_minor, NEW.cash_minor, NEW.card_minor, NEW.transaction_id)
    IS NOT (OLD.till_id, OLD.number, OLD.shift_id, OLD.at, OLD.session_id, OLD.total_minor, OLD.points, OLD.balance_minor, OLD.cash_minor, OLD.card_minor, OLD.transaction_id)
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: what an order cost is never changed');
END
-- next
CREATE TRIGGER orders_stay_cancelled BEFORE UPDATE ON orders
WHEN OLD.state = 'cancelled' AND NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: nothing leaves cancelled');
END
-- next
CREATE TRIGGER orders_stay BEFORE DELETE ON orders
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: an order is never deleted');
END
-- next
CREATE TRIGGER card_payments_stay BEFORE DELETE ON card_payments
BEGIN
    SELECT RAISE(ABORT, 'clubdesk: a card payment is never deleted');
END
-- next
CREATE TRIGGER stock_moves_count AFTER INSERT ON stock_moves
BEGIN
    UPDATE products SET stock = stock + NEW.quantity WHERE id = NEW.product_id;
END
