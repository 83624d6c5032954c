WITH paid AS (
    SELECT invoice_id, sum(amount) AS amount
    FROM stg_finance.payments
    WHERE recorded_at < :cut_off
    GROUP BY invoice_id
),
issued AS (
    SELECT invoice.due_on, invoice.amount - coalesce(paid.amount, 0) AS unpaid
    FROM stg_finance.invoices AS invoice
    JOIN stg_hubspot.clients AS client ON client.client_id = invoice.client_id
    LEFT JOIN paid ON paid.invoice_id = invoice.invoice_id
    WHERE invoice.issued_on <= :last_day
      AND (invoice.cancelled_on IS NULL OR invoice.cancelled_on > :last_day)
      AND NOT client.is_internal
)
-- Nothing overdue is 0; no invoice at all is no value.
SELECT sum(CASE WHEN due_on <= :last_day AND unpaid > 0 THEN unpaid ELSE 0 END) AS value
FROM issued
